package dev.anamnesis;

/** One Patient of about 1.8 KB. */
public final class Sample {

  public static final String PATIENT =
      """
      {"resourceType":"Patient","id":"p1","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p><b>Anna Berg, born in Uppsala</b></p><table><tr><td>MRN</td><td>4711</td></tr></table></div>"},\
      "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"Uppsala","country":"SE"}},{"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueString":"Moreau"}],\
      "identifier":[{"use":"official","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR","display":"Medical Record Number"}],"text":"Medical Record Number"},"system":"http://hospital.example.org/mrn","value":"4711"},\
      {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"SS","display":"Social Security Number"}]},"system":"http://hl7.org/fhir/sid/us-ssn","value":"999-4711"}],\
      "active":true,"name":[{"use":"official","family":"Berg","given":["Anna","Ida"],"prefix":["Ms."]},{"use":"maiden","family":"Silva","given":["Anna"]}],\
      "telecom":[{"system":"phone","value":"+46 18 4711","use":"home"},{"system":"email","value":"p4711@example.org"}],"gender":"female","birthDate":"1970-05-06",\
      "address":[{"use":"home","line":["12 Kungsgatan","Apt. 3"],"city":"Uppsala","postalCode":"75320","country":"SE"}],\
      "maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"Married"}],"text":"M"},\
      "multipleBirthBoolean":false,"communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"sv","display":"Swedish"}],"text":"Swedish"},"preferred":true}],\
      "generalPractitioner":[{"reference":"Practitioner/gp7","display":"Dr. Okafor"}]}""";

  private Sample() {}
}
