package dev.anamnesis.projection;

/** What a reference to a resource that is not there meets with. */
public enum ReferenceCheck {
  OFF,
  /** It is recorded and the answer says so. */
  WARN,
  ENFORCE
}
