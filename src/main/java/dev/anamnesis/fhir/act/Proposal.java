package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.projection.FreeSlots.Free;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An appointment that a free slot offers. It is not recorded: its id is that of the slot, marked,
 * so that {@code $hold} and {@code $book} know what is meant.
 */
final class Proposal {

  private static final String MARK = "proposed.";
  private static final int LONGEST = 64;

  private Proposal() {}

  static boolean fits(String slot) {
    return MARK.length() + slot.length() <= LONGEST;
  }

  static String id(String slot) {
    return MARK + slot;
  }

  /** The slot that an appointment's id stands for. */
  static Optional<String> slot(String id) {
    return id.startsWith(MARK) ? Optional.of(id.substring(MARK.length())) : Optional.empty();
  }

  /** As {@code $find} shows it. */
  static String json(Free free) {
    var members = new TreeMap<>(of(List.of(free.slot()), free.span(), free.actors()).members());
    members.put("id", '"' + id(free.slot()) + '"');
    return "{\"resourceType\":\"Appointment\"," + Elements.of(members).json().substring(1);
  }

  /** A proposed appointment over that time with these actors. */
  static Elements of(List<String> slots, Span span, List<String> actors) {
    var references = slots.stream().map(slot -> "{\"reference\":\"Slot/" + slot + "\"}").toList();
    var members = new TreeMap<String, String>();
    members.put("status", "\"proposed\"");
    members.put("slot", "[" + String.join(",", references) + "]");
    members.put(
        "participant",
        "[" + String.join(",", actors.stream().map(Proposal::participant).toList()) + "]");
    return at(Elements.of(members), span);
  }

  private static String participant(String actor) {
    return "{\"actor\":{\"reference\":\"" + actor + "\"},\"status\":\"accepted\"}";
  }

  static Elements at(Elements appointment, Span span) {
    var members = new TreeMap<>(appointment.members());
    members.put("start", '"' + text(span.start()) + '"');
    members.put("end", '"' + text(span.end()) + '"');
    members.remove("minutesDuration");
    return Elements.of(members);
  }

  static String text(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant);
  }

  /** With those of the actors who do not take part yet. */
  static Elements joined(Elements appointment, List<String> actors) {
    String said = appointment.get("participant").orElse("");
    var items = new ArrayList<>(appointment.items("participant"));
    for (String actor : actors) {
      if (!said.contains('"' + actor + '"')) items.add(participant(actor));
    }
    var members = new TreeMap<>(appointment.members());
    if (!items.isEmpty()) members.put("participant", "[" + String.join(",", items) + "]");
    return Elements.of(members);
  }
}
