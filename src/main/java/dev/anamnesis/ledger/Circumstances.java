package dev.anamnesis.ledger;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.domain.prescribing.FourEyes;
import dev.anamnesis.domain.prescribing.Prescribable;
import dev.anamnesis.domain.prescribing.PrescriptionEvent;
import dev.anamnesis.domain.scheduling.Extensions;
import dev.anamnesis.domain.scheduling.Slots;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Rules over more than one stream: what else is recorded, and what else follows. */
final class Circumstances {

  private final Approval approval;

  Circumstances(Approval approval) {
    this.approval = approval;
  }

  Approval approval() {
    return approval;
  }

  /** Other streams as they are now, with what is written together. */
  interface View {
    Existence of(StreamId stream);

    /** It is made by the same group. */
    boolean isNew(StreamId stream);
  }

  /** Why the commit may not be, for what else is recorded. */
  Optional<Refusal> refusal(Commit commit, View view) {
    return switch (commit.stream().type()) {
      case "MedicationRequest" -> prescription(commit, view);
      default -> Optional.empty();
    };
  }

  /** A record that comes whole, with its patient, is history and not a new prescription. */
  private Optional<Refusal> prescription(Commit commit, View view) {
    boolean waived =
        commit.events().stream().anyMatch(PrescriptionEvent.RulesWaived.class::isInstance);
    if (waived) return Optional.empty();
    Optional<Refusal> eyes =
        switch (approval) {
          case ANYONE -> Optional.empty();
          case ANOTHER -> FourEyes.refusal(commit.before(), commit.after());
        };
    if (eyes.isPresent()) return eyes;
    return Prescribable.asked(commit.before(), commit.after())
        .map(id -> new StreamId("Patient", id))
        .filter(patient -> !view.isNew(patient))
        .flatMap(patient -> Prescribable.refusal(view.of(patient)));
  }

  /** What changes with the commits. */
  List<Write> following(List<Commit> commits, View view) {
    var slots = new TreeMap<String, String>();
    for (Commit commit : commits) {
      if (commit.stream().type().equals("Appointment")) {
        Slots.changed(commit.before(), commit.after())
            .forEach((id, status) -> slots.merge(id, status, Circumstances::taken));
      }
    }
    var writes = new ArrayList<Write>();
    slots.forEach((id, status) -> slot(id, status, view).ifPresent(writes::add));
    for (Commit commit : commits) Tasks.of(commit).ifPresent(writes::add);
    return writes;
  }

  /** A slot that one of them leaves and another takes is taken. */
  private static String taken(String one, String other) {
    return other.equals("free") ? one : other;
  }

  private static Optional<Write> slot(String id, String status, View view) {
    var stream = new StreamId("Slot", id);
    if (!(view.of(stream) instanceof Existence.Present(Elements slot))) return Optional.empty();
    if (capacity(slot, view) > 1) return Optional.empty();
    return Slots.with(slot, status).map(next -> stated(stream, next));
  }

  /**
   * Slots of a schedule that takes several are not followed: one appointment does not fill them.
   */
  private static int capacity(Elements slot, View view) {
    return Slots.schedule(slot)
        .map(id -> view.of(new StreamId("Schedule", id)))
        .map(schedule -> Extensions.capacity(schedule.last()))
        .orElse(1);
  }

  static Write stated(StreamId stream, Elements elements) {
    return Write.of(
        stream, new ResourceCommand.State(elements), Expected.ANY, Method.PUT, Optional.empty());
  }
}
