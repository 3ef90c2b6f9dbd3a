package dev.anamnesis.projection;

/** What a second active order for the same medication and patient meets with. */
public enum DuplicateOrders {
  ALLOWED,
  /** It is recorded and the answer says so. */
  WARNED,
  REFUSED
}
