package dev.anamnesis.audit;

/** When an interaction may be answered. */
public enum AuditMode {
  /** Once its record is durable. */
  STRICT,
  /** At once; a crash loses the records of the last 200 ms at most. A clean stop loses none. */
  BUFFERED,
  /** Nothing is recorded; for measuring. */
  OFF
}
