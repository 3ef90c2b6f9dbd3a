package dev.anamnesis.process;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Pointer;
import dev.anamnesis.domain.Work;
import dev.anamnesis.domain.patient.Death;
import dev.anamnesis.domain.patient.Merge;
import dev.anamnesis.domain.prescribing.PrescriptionStatus;
import dev.anamnesis.domain.scheduling.AppointmentStatus;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.projection.Deadlines;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * After a death appointments to come are cancelled and prescriptions to be followed are stopped,
 * one a step, each written down in the Task in the same commit group.
 */
final class AfterDeath {

  private static final String DECEASED =
      "{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason\",\"code\":\"pat-dec\"}],\"text\":\"The patient died.\"}";

  private final Step step;
  private final Ledger ledger;
  private final Deadlines deadlines;
  private final Resources resources;

  AfterDeath(Step step, Ledger ledger, Deadlines deadlines, Resources resources) {
    this.step = step;
    this.ledger = ledger;
    this.deadlines = deadlines;
    this.resources = resources;
  }

  Step.End next(Step.Seen task, Instant now) {
    Optional<String> patient =
        Pointer.in(task.elements(), "for").flatMap(name -> Pointer.id(name, "Patient"));
    if (patient.isEmpty()) return close(task, "failed");
    if (!Death.isRecorded(ledger.state(new StreamId("Patient", patient.get())))) {
      return close(task, "cancelled");
    }
    List<String> records =
        Merge.person(patient.get(), id -> ledger.state(new StreamId("Patient", id)));
    return records.stream()
        .flatMap(record -> of(record, task, now).stream())
        .findFirst()
        .orElseGet(() -> close(task, "completed"));
  }

  /** The next thing there is to do of one of the person's records. */
  private Optional<Step.End> of(String patient, Step.Seen task, Instant now) {
    for (String id : deadlines.appointmentsAfter(patient, now)) {
      Optional<Step.Seen> found =
          step.see(new StreamId("Appointment", id)).filter(AfterDeath::isToCome);
      if (found.isPresent()) {
        return Optional.of(
            did(
                task,
                found.get(),
                Changes.status(
                    found.get().elements(), "cancelled", "cancelationReason", DECEASED)));
      }
    }
    for (String id : deadlines.livePrescriptions(patient)) {
      Optional<Step.Seen> found = step.see(new StreamId("MedicationRequest", id));
      if (found.isEmpty()) continue;
      var status = PrescriptionStatus.of(found.get().elements());
      if (!status.isLive()) continue;
      String end = status == PrescriptionStatus.DRAFT ? "cancelled" : "stopped";
      return Optional.of(
          did(
              task,
              found.get(),
              Changes.status(
                  found.get().elements(),
                  end,
                  "statusReason",
                  Changes.words("The patient died."))));
    }
    return Optional.empty();
  }

  /** Whoever has arrived is no longer to come. */
  private static boolean isToCome(Step.Seen appointment) {
    return switch (AppointmentStatus.of(appointment.elements())) {
      case PROPOSED, PENDING, BOOKED, WAITLIST -> true;
      case ARRIVED, CHECKED_IN, FULFILLED, CANCELLED, NOSHOW, ENTERED_IN_ERROR -> false;
    };
  }

  private Step.End did(Step.Seen task, Step.Seen what, Elements next) {
    String cause = Work.cause(task.elements()).orElse(task.stream().path());
    Elements caused = Changes.caused(next, cause, position(cause));
    return step.write(
        List.of(what.to(caused), task.to(Work.did(task.elements(), what.stream().path()))));
  }

  /** The position in the log of the version that brought it about. */
  private Optional<Long> position(String cause) {
    String[] parts = cause.split("/", -1);
    if (parts.length != 4 || !parts[3].matches("[0-9]{1,9}")) return Optional.empty();
    return resources
        .version(new StreamId(parts[0], parts[1]), Integer.parseInt(parts[3]))
        .map(Version::recorded)
        .map(recorded -> recorded.position());
  }

  private Step.End close(Step.Seen task, String status) {
    return step.write(List.of(task.to(Work.done(task.elements(), status))));
  }
}
