package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.domain.scheduling.Extensions;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.domain.scheduling.Slots;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.ledger.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Slots that an appointment takes, all or none: each must be free when the group is written. */
final class SlotsTaken {

  private final Acts acts;
  private final List<Write> writes = new ArrayList<>();
  private final Set<String> actors = new TreeSet<>();
  private final List<Span> spans = new ArrayList<>();

  /**
   * @param own slots the appointment has already
   * @param status what they become: {@code busy}, {@code busy-tentative}
   */
  SlotsTaken(Acts acts, Set<String> slots, Set<String> own, String status) {
    this.acts = acts;
    for (String id : slots) take(id, own.contains(id), status);
  }

  private void take(String id, boolean isOwn, String status) {
    Acts.Seen slot = acts.see(new StreamId("Slot", id));
    Slots.span(slot.elements()).ifPresent(spans::add);
    Elements schedule = schedule(slot.elements());
    actors.addAll(Occupancy.owners(schedule));
    if (Extensions.capacity(schedule) > 1) return;
    if (!isOwn && !Slots.isFree(slot.elements())) {
      throw Outcomes.refused(
          Refusal.conflict(
              "slot-taken",
              "The slot is not free: look for another one.",
              "Appointment.slot",
              "Slot/" + id));
    }
    Slots.with(slot.elements(), status).ifPresent(next -> writes.add(slot.along(next)));
  }

  private Elements schedule(Elements slot) {
    return Slots.schedule(slot)
        .map(id -> acts.existence(new StreamId("Schedule", id)))
        .map(Existence::last)
        .orElse(Elements.NONE);
  }

  /** Those whose calendars the slots are in. */
  List<String> actors() {
    return List.copyOf(actors);
  }

  /** From the first start to the last end; empty without slots. */
  Optional<Span> span() {
    Optional<Instant> start = spans.stream().map(Span::start).min(Instant::compareTo);
    Optional<Instant> end = spans.stream().map(Span::end).max(Instant::compareTo);
    return start.flatMap(from -> end.flatMap(to -> Span.between(from, to)));
  }

  /** The appointment's own write, with those of the slots. */
  List<Write> with(Write appointment) {
    var all = new ArrayList<Write>();
    all.add(appointment);
    all.addAll(writes);
    return all;
  }
}
