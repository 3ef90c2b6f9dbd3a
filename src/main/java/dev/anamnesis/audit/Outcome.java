package dev.anamnesis.audit;

import java.util.Optional;

/** {@code AuditEvent.outcome} (https://hl7.org/fhir/R4/valueset-audit-event-outcome.html). */
public enum Outcome {
  SUCCESS("0", 0, 399),
  /** It was refused. */
  MINOR("4", 400, 499),
  /** It could not be done. */
  SERIOUS("8", 500, 599),
  /** Never: a server that cannot go on records nothing. */
  MAJOR("12", 600, 600);

  private final String code;
  private final int lowest;
  private final int highest;

  Outcome(String code, int lowest, int highest) {
    this.code = code;
    this.lowest = lowest;
    this.highest = highest;
  }

  public String code() {
    return code;
  }

  int lowest() {
    return lowest;
  }

  int highest() {
    return highest;
  }

  static Outcome of(int status) {
    return status < 400 ? SUCCESS : status < 500 ? MINOR : SERIOUS;
  }

  /** Empty where R4 has no such code. */
  public static Optional<Outcome> ofCode(String code) {
    for (Outcome each : values()) if (each.code.equals(code)) return Optional.of(each);
    return Optional.empty();
  }
}
