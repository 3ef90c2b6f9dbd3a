package dev.anamnesis.bench;

import java.util.List;

/** What is done for patients: prescriptions, appointments, encounters, observations. */
final class Care {

  private static final Form PRESCRIPTION =
      new Form(
          """
          {"resourceType":"MedicationRequest",%s"identifier":[{"system":"http://hospital.example.org/rx","value":"rx%s"}],"status":"%s","intent":"order","priority":"routine",\
          "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"%s","display":"Amoxicillin 250 MG Oral Capsule"}],"text":"Amoxicillin 250 MG Oral Capsule"},\
          "subject":{"reference":"%s"},"authoredOn":"%sT09:12:00Z","requester":{"reference":"Practitioner/%s","display":"Dr. %s"},\
          "reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"444814009","display":"Viral sinusitis"}]}],\
          "dosageInstruction":[{"sequence":1,"text":"One capsule three times a day","timing":{"repeat":{"frequency":3,"period":1.0,"periodUnit":"d"}},"asNeededBoolean":false,\
          "doseAndRate":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/dose-rate-type","code":"ordered","display":"Ordered"}]},"doseQuantity":{"value":1.0,"unit":"capsule"}}]}],\
          "dispenseRequest":{"numberOfRepeatsAllowed":2,"quantity":{"value":30,"unit":"capsule"}}}""");

  private static final Form APPOINTMENT =
      new Form(
          """
          {"resourceType":"Appointment",%s"identifier":[{"system":"http://hospital.example.org/appointment","value":"a%s"}],"status":"booked",\
          "serviceType":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/service-type","code":"124","display":"General Practice"}]}],\
          "appointmentType":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0276","code":"FOLLOWUP","display":"A follow up visit"}]},"priority":5,\
          "description":"Discussion on the results of the recent laboratory tests","start":"%sZ","end":"%sZ","minutesDuration":20,"created":"%s",\
          "participant":[{"actor":{"reference":"%s","display":"%s %s"},"required":"required","status":"accepted"},\
          {"actor":{"reference":"Practitioner/%s","display":"Dr. %s"},"required":"required","status":"accepted"},\
          {"actor":{"reference":"Location/%s","display":"Room %s"},"required":"required","status":"accepted"}]}""");

  private static final Form ENCOUNTER =
      new Form(
          """
          {"resourceType":"Encounter",%s"identifier":[{"system":"http://hospital.example.org/visit","value":"v%s"}],"status":"finished",\
          "class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB","display":"ambulatory"},\
          "type":[{"coding":[{"system":"http://snomed.info/sct","code":"185349003","display":"Encounter for check up (procedure)"}],"text":"Encounter for check up"}],\
          "subject":{"reference":"%s"},"participant":[{"individual":{"reference":"Practitioner/%s","display":"Dr. %s"}}],\
          "period":{"start":"%sT10:00:00Z","end":"%sT10:20:00Z"},"location":[{"location":{"reference":"Location/%s"}}]}""");

  private static final Form OBSERVATION =
      new Form(
          """
          {"resourceType":"Observation",%s"status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"vital-signs"}]}],\
          "code":{"coding":[{"system":"http://loinc.org","code":"%s"}]},"subject":{"reference":"%s"},"encounter":{"reference":"%s"},\
          "effectiveDateTime":"%sT10:%s:00Z","issued":"%sT10:20:00.000Z","valueQuantity":{"value":%s.%s,"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}""");

  private static final List<String> VITALS =
      List.of("8480-6", "8462-4", "8867-4", "9279-1", "8310-5", "29463-7", "8302-2");

  private final Dice dice;
  private final Names names;
  private final Diary diary;

  Care(long seed, Names names, Diary diary) {
    this.dice = new Dice(seed);
    this.names = names;
    this.diary = diary;
  }

  /**
   * @param id empty to let the server choose, as with the others
   * @param patient the reference
   */
  String prescription(String id, String patient, String status) {
    return PRESCRIPTION.fill(
        People.id(id),
        dice.below(1_000_000_000),
        status,
        308_000 + dice.below(900),
        patient,
        dice.date(2020, 6),
        practitioner(),
        dice.family());
  }

  /** At a time that is free. */
  String appointment(String id, String patient) {
    return appointment(id, patient, diary.next());
  }

  String appointment(String id, String patient, Diary.Time time) {
    return APPOINTMENT.fill(
        People.id(id),
        dice.below(1_000_000_000),
        time.start(),
        time.end(),
        time.created(),
        patient,
        dice.given(),
        dice.family(),
        names.practitioner(time.practitioner()),
        dice.family(),
        names.room(time.practitioner()),
        time.practitioner());
  }

  String encounter(String id, String patient) {
    String day = dice.date(2020, 6);
    return ENCOUNTER.fill(
        People.id(id),
        dice.below(1_000_000_000),
        patient,
        practitioner(),
        dice.family(),
        day,
        day,
        names.room(dice.below(Diary.PRACTITIONERS)));
  }

  String observation(String id, String patient, String encounter) {
    String day = dice.date(2020, 6);
    return OBSERVATION.fill(
        People.id(id),
        dice.of(VITALS),
        patient,
        encounter,
        day,
        Dice.two(dice.below(20)),
        day,
        40 + dice.below(120),
        dice.below(10));
  }

  private String practitioner() {
    return names.practitioner(dice.below(Diary.PRACTITIONERS));
  }
}
