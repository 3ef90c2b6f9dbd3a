package dev.anamnesis.domain.scheduling;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Pointer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the status of Slots follows the appointments that take them. */
public final class Slots {

  /** R4's {@code slotstatus} codes that say nothing more than what appointments say. */
  private static final Set<String> FOLLOWING = Set.of("free", "busy", "busy-tentative");

  private Slots() {}

  /** Slots whose status changes with this change of an appointment: id to the status. */
  public static SortedMap<String, String> changed(Existence before, Existence after) {
    Map<String, String> taken = taken(before);
    var changed = new TreeMap<String, String>();
    if (!isOver(after)) for (String slot : taken.keySet()) changed.put(slot, "free");
    taken(after)
        .forEach(
            (slot, status) -> {
              if (status.equals(taken.get(slot))) changed.remove(slot);
              else changed.put(slot, status);
            });
    return changed;
  }

  /** Its time was used, or nobody came: the slot is not offered again. */
  private static boolean isOver(Existence appointment) {
    return appointment instanceof Existence.Present(Elements elements)
        && switch (AppointmentStatus.of(elements)) {
          case FULFILLED, NOSHOW -> true;
          case PROPOSED,
              PENDING,
              BOOKED,
              ARRIVED,
              CANCELLED,
              ENTERED_IN_ERROR,
              CHECKED_IN,
              WAITLIST ->
              false;
        };
  }

  private static Map<String, String> taken(Existence appointment) {
    var taken = new TreeMap<String, String>();
    if (appointment instanceof Existence.Present(Elements elements)) {
      var occupancy = Occupancy.of(elements);
      if (occupancy.taken()) {
        for (String slot : of(elements)) {
          taken.put(slot, occupancy.until().isPresent() ? "busy-tentative" : "busy");
        }
      }
    }
    return taken;
  }

  /** Ids of the Slots an appointment fills. */
  public static Set<String> of(Elements appointment) {
    var slots = new java.util.TreeSet<String>();
    for (String item : appointment.items("slot")) {
      Pointer.of(item).flatMap(slot -> Pointer.id(slot, "Slot")).ifPresent(slots::add);
    }
    return slots;
  }

  /** The Slot with the status; empty where it is so already or says something else. */
  public static Optional<Elements> with(Elements slot, String status) {
    String now = slot.text("status").orElse("");
    if (now.equals(status) || !FOLLOWING.contains(now)) return Optional.empty();
    var members = new TreeMap<>(slot.members());
    members.put("status", '"' + status + '"');
    return Optional.of(Elements.of(members));
  }

  /** Its time; empty where there is none. */
  public static Optional<Span> span(Elements slot) {
    return slot.text("start")
        .flatMap(Span::instant)
        .flatMap(
            start ->
                slot.text("end").flatMap(Span::instant).flatMap(end -> Span.between(start, end)));
  }

  public static boolean isFree(Elements slot) {
    return slot.text("status").filter("free"::equals).isPresent();
  }

  /** The id of the Schedule it is of. */
  public static Optional<String> schedule(Elements slot) {
    return Pointer.in(slot, "schedule").flatMap(name -> Pointer.id(name, "Schedule"));
  }
}
