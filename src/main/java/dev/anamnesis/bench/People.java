package dev.anamnesis.bench;

/** Patients of about 1.8 KB, the same for the same seed. */
final class People {

  static final String MRN = "http://hospital.example.org/mrn";

  private static final Form PATIENT =
      new Form(
          """
          {"resourceType":"Patient",%s"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p><b>%s</b></p><table><tr><td>MRN</td><td>%s</td></tr></table></div>"},\
          "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"%s","country":"SE"}},{"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueString":"%s"}],\
          "identifier":[{"use":"official","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR","display":"Medical Record Number"}],"text":"Medical Record Number"},"system":"http://hospital.example.org/mrn","value":"%s"},\
          {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"SS","display":"Social Security Number"}]},"system":"http://hl7.org/fhir/sid/us-ssn","value":"999-%s"}],\
          "active":true,"name":[{"use":"official","family":"%s","given":["%s","%s"],"prefix":["Ms."]},{"use":"maiden","family":"%s","given":["%s"]}],\
          "telecom":[{"system":"phone","value":"+46 18 %s","use":"home"},{"system":"email","value":"p%s@example.org"}],"gender":"%s","birthDate":"%s",\
          "address":[{"use":"home","line":["%s Kungsgatan","Apt. %s"],"city":"%s","postalCode":"%s","country":"SE"}],\
          "maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"Married"}],"text":"M"},\
          "multipleBirthBoolean":false,"communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"sv","display":"Swedish"}],"text":"Swedish"},"preferred":true}],\
          "generalPractitioner":[{"reference":"Practitioner/%s","display":"Dr. %s"}]}""");

  private final Dice dice;
  private final Names names;

  People(long seed, Names names) {
    this.dice = new Dice(seed);
    this.names = names;
  }

  /**
   * @param id empty to let the server choose
   * @param mrn the medical record number
   */
  String patient(String id, String mrn) {
    int number = dice.below(1_000_000_000);
    String family = dice.family();
    String given = dice.given();
    String city = dice.city();
    return PATIENT.fill(
        id(id),
        given + " " + family + ", born in " + city,
        mrn,
        city,
        dice.family(),
        mrn,
        number % 100_000,
        family,
        given,
        dice.given(),
        dice.family(),
        given,
        number % 1_000_000,
        number,
        dice.below(2) == 0 ? "female" : "male",
        dice.date(1930, 90),
        dice.below(200),
        dice.below(90),
        city,
        10_000 + dice.below(80_000),
        names.practitioner(dice.below(Diary.PRACTITIONERS)),
        dice.family());
  }

  static String id(String id) {
    return id.isEmpty() ? "" : "\"id\":\"" + id + "\",";
  }
}
