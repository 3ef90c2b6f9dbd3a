package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.StreamId;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** What a made-up clinic writes down, patient by patient, always the same. */
final class ClinicRecords {

  /** Of one patient: three prescriptions, two appointments, five observations. */
  static final int EACH = 11;

  private static final List<String> FAMILIES =
      List.of("Berg", "Lind", "Holm", "Ek", "Dahl", "Sand");
  private static final List<String> CODES =
      List.of("8480-6", "8462-4", "8867-4", "29463-7", "8310-5");
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);

  private final Random random = new Random(7);

  /** The members of each resource without id, in the order in which they are to be written. */
  Map<StreamId, String> next(int n) {
    var all = new LinkedHashMap<StreamId, String>();
    all.put(id("Patient", n), patient(n));
    for (int m = 0; m < 3; m++) all.put(id("MedicationRequest", 3 * n + m), prescription(n));
    for (int m = 0; m < 2; m++) all.put(id("Appointment", 2 * n + m), appointment(n));
    for (int m = 0; m < 5; m++) all.put(id("Observation", 5 * n + m), observation(n));
    return all;
  }

  static StreamId id(String type, int n) {
    return new StreamId(type, type.substring(0, 1).toLowerCase(Locale.ROOT) + n);
  }

  /** What becomes of a resource later; the same where nothing does. */
  static String changed(StreamId stream, String members) {
    return switch (stream.type()) {
      case "Patient" -> members.replace("555-", "556-");
      case "MedicationRequest" ->
          members.replace("\"status\":\"active\"", "\"status\":\"completed\"");
      case "Observation" ->
          stream.id().endsWith("0")
              ? members.replace("\"status\":\"final\"", "\"status\":\"amended\"")
              : members;
      default -> members;
    };
  }

  private String patient(int n) {
    return "{\"active\":true,\"birthDate\":\"%s\",\"gender\":\"%s\",\"identifier\":[{\"system\":\"urn:mrn\",\"value\":\"%d\"}],\"name\":[{\"family\":\"%s%d\",\"given\":[\"Anna\"]}],\"telecom\":[{\"system\":\"phone\",\"value\":\"555-%d\"}]}"
        .formatted(
            LocalDate.of(1930, 1, 1).plusDays(random.nextInt(30_000)),
            random.nextBoolean() ? "female" : "male",
            n,
            FAMILIES.get(random.nextInt(6)),
            n % 1000,
            n);
  }

  private String prescription(int patient) {
    return "{\"authoredOn\":\"%s\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"coding\":[{\"system\":\"http://www.nlm.nih.gov/research/umls/rxnorm\",\"code\":\"%d\"}]},\"requester\":{\"reference\":\"Practitioner/%d\"},\"status\":\"%s\",\"subject\":{\"reference\":\"Patient/p%d\"}}"
        .formatted(
            day(),
            random.nextInt(300),
            random.nextInt(50),
            random.nextInt(3) == 0 ? "active" : "completed",
            patient);
  }

  private LocalDate day() {
    return FIRST.plusDays(random.nextInt(700));
  }

  private String appointment(int patient) {
    LocalDate day = day();
    int hour = 8 + random.nextInt(9);
    return "{\"end\":\"%sT%02d:30:00Z\",\"participant\":[{\"actor\":{\"reference\":\"Patient/p%d\"},\"status\":\"accepted\"},{\"actor\":{\"reference\":\"Practitioner/%d\"},\"status\":\"accepted\"}],\"start\":\"%sT%02d:00:00Z\",\"status\":\"booked\"}"
        .formatted(day, hour, patient, random.nextInt(50), day, hour);
  }

  private String observation(int patient) {
    return "{\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"vital-signs\"}]}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"%s\",\"display\":\"A vital sign\"}]},\"effectiveDateTime\":\"%sT10:00:00Z\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p%d\"},\"valueQuantity\":{\"value\":%d,\"unit\":\"mmHg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mm[Hg]\"}}"
        .formatted(CODES.get(random.nextInt(5)), day(), patient, 50 + random.nextInt(100));
  }
}
