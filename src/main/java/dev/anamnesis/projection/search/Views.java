package dev.anamnesis.projection.search;

import java.util.Set;

/**
 * Types whose resources are, all or most, views of the logs: no search rows tell of these, so that
 * a search of others would leave them out.
 */
final class Views {

  private Views() {}

  static boolean areOf(String type) {
    return Set.of("AuditEvent", "Provenance").contains(type);
  }

  static Refused.Thrown refused(String name, String type) {
    return new Refused.Thrown(
        "not-supported",
        "%s does not look at %s, as these are derived from the logs: search %s itself."
            .formatted(name, type, type));
  }
}
