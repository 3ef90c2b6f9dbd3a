package dev.anamnesis.process;

import dev.anamnesis.domain.Elements;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;

/** Resources as a process leaves them. */
final class Changes {

  private static final String CAUSE = "https://anamnesis.dev/fhir/StructureDefinition/cause";

  private Changes() {}

  /**
   * With another status and why.
   *
   * @param member where the reason stands
   * @param reason a CodeableConcept
   */
  static Elements status(Elements resource, String status, String member, String reason) {
    var members = new TreeMap<>(resource.members());
    members.put("status", '"' + status + '"');
    members.put(member, reason);
    return Elements.of(members);
  }

  static String words(String text) {
    return "{\"text\":\"" + text + "\"}";
  }

  /**
   * With what caused it.
   *
   * @param version such as {@code Patient/x/_history/3}
   * @param position of the commit that made that version
   */
  static Elements caused(Elements resource, String version, Optional<Long> position) {
    var parts = new ArrayList<String>();
    parts.add("{\"url\":\"version\",\"valueReference\":{\"reference\":\"" + version + "\"}}");
    position.ifPresent(at -> parts.add("{\"url\":\"position\",\"valueString\":\"" + at + "\"}"));
    var items = new ArrayList<>(resource.items("extension"));
    items.add("{\"url\":\"" + CAUSE + "\",\"extension\":[" + String.join(",", parts) + "]}");
    var members = new TreeMap<>(resource.members());
    members.put("extension", "[" + String.join(",", items) + "]");
    return Elements.of(members);
  }
}
