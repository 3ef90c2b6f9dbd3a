package dev.anamnesis.fhir.json;

/**
 * The FHIR issue types a body can be refused with
 * (https://hl7.org/fhir/R4/valueset-issue-type.html).
 */
public enum IssueKind {
  STRUCTURE("structure"),
  REQUIRED("required"),
  VALUE("value"),
  INVALID("invalid"),
  TOO_LONG("too-long"),
  INVARIANT("invariant"),
  CODE_INVALID("code-invalid");

  private final String code;

  IssueKind(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
