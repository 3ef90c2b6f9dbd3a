package dev.anamnesis.projection;

/** Who is never booked twice over the same time. */
public enum BookedOnce {
  /** No rule. */
  NOBODY,
  /** Practitioners, rooms and devices. */
  STAFF,
  /** Patients too. */
  EVERYONE;

  boolean covers(String actor) {
    return switch (actor.substring(0, actor.indexOf('/'))) {
      case "Practitioner", "PractitionerRole", "Location", "Device" -> this != NOBODY;
      case "Patient" -> this == EVERYONE;
      default -> false;
    };
  }
}
