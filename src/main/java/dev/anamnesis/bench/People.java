package dev.anamnesis.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Realistic resources of about 1.8 KB, the same for the same seed. */
final class People {

  private static final List<String> FAMILIES =
      List.of("Berg", "Okafor", "Lindqvist", "Moreau", "Tanaka", "Silva", "Novak", "Haddad");
  private static final List<String> GIVEN =
      List.of("Anna", "Jonas", "Amara", "Luc", "Yuki", "Rosa", "Petr", "Leila", "Omar", "Ida");
  private static final List<String> CITIES =
      List.of("Uppsala", "Lagos", "Lyon", "Osaka", "Porto", "Brno", "Beirut", "Graz");

  /** Everyone is booked once: a server may refuse a second booking of the same time. */
  private static final AtomicLong BOOKED = new AtomicLong();

  private final SplittableRandom random;

  People(long seed) {
    this.random = new SplittableRandom(seed);
  }

  private String of(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String date(int from, int years) {
    return "%04d-%02d-%02d"
        .formatted(from + random.nextInt(years), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  /**
   * @param id empty to let the server choose
   */
  String patient(String id) {
    long number = random.nextLong(1_000_000_000L);
    String family = of(FAMILIES);
    String given = of(GIVEN);
    String city = of(CITIES);
    String text = given + " " + family + ", born in " + city;
    return """
        {"resourceType":"Patient",%s"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p><b>%s</b></p><table><tr><td>MRN</td><td>%d</td></tr></table></div>"},\
        "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"%s","country":"SE"}},{"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueString":"%s"}],\
        "identifier":[{"use":"official","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR","display":"Medical Record Number"}],"text":"Medical Record Number"},"system":"http://hospital.example.org/mrn","value":"%d"},\
        {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"SS","display":"Social Security Number"}]},"system":"http://hl7.org/fhir/sid/us-ssn","value":"999-%d"}],\
        "active":true,"name":[{"use":"official","family":"%s","given":["%s","%s"],"prefix":["Ms."]},{"use":"maiden","family":"%s","given":["%s"]}],\
        "telecom":[{"system":"phone","value":"+46 18 %d","use":"home"},{"system":"email","value":"p%d@example.org"}],"gender":"%s","birthDate":"%s",\
        "address":[{"use":"home","line":["%d Kungsgatan","Apt. %d"],"city":"%s","postalCode":"%d","country":"SE"}],\
        "maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"Married"}],"text":"M"},\
        "multipleBirthBoolean":false,"communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"sv","display":"Swedish"}],"text":"Swedish"},"preferred":true}],\
        "generalPractitioner":[{"reference":"Practitioner/gp%d","display":"Dr. %s"}]}"""
        .formatted(
            id(id),
            text,
            number,
            city,
            of(FAMILIES),
            number,
            number % 100_000,
            family,
            given,
            of(GIVEN),
            of(FAMILIES),
            given,
            number % 1_000_000,
            number,
            random.nextBoolean() ? "female" : "male",
            date(1930, 90),
            random.nextInt(200),
            random.nextInt(90),
            city,
            10_000 + random.nextInt(80_000),
            random.nextInt(50),
            of(FAMILIES));
  }

  String prescription(String id, String patient) {
    return """
        {"resourceType":"MedicationRequest",%s"identifier":[{"system":"http://hospital.example.org/rx","value":"rx%d"}],"status":"active","intent":"order","priority":"routine",\
        "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"%d","display":"Amoxicillin 250 MG Oral Capsule"}],"text":"Amoxicillin 250 MG Oral Capsule"},\
        "subject":{"reference":"Patient/%s"},"encounter":{"reference":"Encounter/e%d"},"authoredOn":"%sT09:12:00Z","requester":{"reference":"Practitioner/gp%d","display":"Dr. %s"},\
        "reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"444814009","display":"Viral sinusitis"}]}],\
        "dosageInstruction":[{"sequence":1,"text":"One capsule three times a day","timing":{"repeat":{"frequency":3,"period":1.0,"periodUnit":"d"}},"asNeededBoolean":false,\
        "doseAndRate":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/dose-rate-type","code":"ordered","display":"Ordered"}]},"doseQuantity":{"value":1.0,"unit":"capsule"}}]}],\
        "dispenseRequest":{"numberOfRepeatsAllowed":2,"quantity":{"value":30,"unit":"capsule"}}}"""
        .formatted(
            id(id),
            random.nextLong(1_000_000_000L),
            308_000 + random.nextInt(900),
            patient,
            random.nextInt(100_000),
            date(2020, 6),
            random.nextInt(50),
            of(FAMILIES));
  }

  String appointment(String id, String patient) {
    String day = date(2026, 3);
    int hour = 8 + random.nextInt(9);
    long booked = BOOKED.incrementAndGet();
    return """
        {"resourceType":"Appointment",%s"identifier":[{"system":"http://hospital.example.org/appointment","value":"a%d"}],"status":"booked",\
        "serviceType":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/service-type","code":"124","display":"General Practice"}]}],\
        "appointmentType":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0276","code":"FOLLOWUP","display":"A follow up visit"}]},"priority":5,\
        "description":"Discussion on the results of the recent laboratory tests","start":"%sT%02d:00:00Z","end":"%sT%02d:20:00Z","minutesDuration":20,"created":"%s",\
        "participant":[{"actor":{"reference":"Patient/%s","display":"%s %s"},"required":"required","status":"accepted"},\
        {"actor":{"reference":"Practitioner/gp%d","display":"Dr. %s"},"required":"required","status":"accepted"},\
        {"actor":{"reference":"Location/r%d","display":"Room %d"},"required":"required","status":"accepted"}]}"""
        .formatted(
            id(id),
            random.nextLong(1_000_000_000L),
            day,
            hour,
            day,
            hour,
            date(2025, 1),
            patient,
            of(GIVEN),
            of(FAMILIES),
            booked,
            of(FAMILIES),
            booked,
            random.nextInt(30));
  }

  private static String id(String id) {
    return id.isEmpty() ? "" : "\"id\":\"" + id + "\",";
  }
}
