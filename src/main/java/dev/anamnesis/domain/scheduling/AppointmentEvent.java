package dev.anamnesis.domain.scheduling;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Event;
import java.util.Optional;

/** What can happen to an appointment. */
public sealed interface AppointmentEvent extends Event {

  /** Asked for, not yet booked; or moved back to that. */
  record AppointmentProposed(Edit edit) implements AppointmentEvent {}

  /** Booked; or first recorded in a status that comes after booking. */
  record AppointmentScheduled(Edit edit) implements AppointmentEvent {
    @Override
    public Optional<String> effective() {
      return edit.put().text("created");
    }
  }

  /**
   * @param from the start it had
   * @param to the start it has now
   */
  record AppointmentRescheduled(Optional<String> from, Optional<String> to, Edit edit)
      implements AppointmentEvent {}

  record ParticipantsChanged(Edit edit) implements AppointmentEvent {}

  /** Only the answers of those who take part changed. */
  record ParticipantResponded(Edit edit) implements AppointmentEvent {}

  record AppointmentArrived(Edit edit) implements AppointmentEvent {}

  record AppointmentCheckedIn(Edit edit) implements AppointmentEvent {}

  record AppointmentFulfilled(Edit edit) implements AppointmentEvent {}

  /** The reason is in the edit's {@code cancelationReason}. */
  record AppointmentCancelled(Edit edit) implements AppointmentEvent {}

  /** Nobody came. */
  record AppointmentMissed(Edit edit) implements AppointmentEvent {}

  record AppointmentWaitlisted(Edit edit) implements AppointmentEvent {}

  /** It was entered in error. */
  record AppointmentVoided(Edit edit) implements AppointmentEvent {
    @Override
    public boolean isRetroactive() {
      return true;
    }
  }

  /** The reason of its status was reworded. */
  record StatusCorrected(Edit edit) implements AppointmentEvent {}

  /**
   * It stands even where someone is booked already.
   *
   * @param reason as the caller gave it, as the inside of a JSON string; {@code import} where it
   *     was booked elsewhere
   */
  record OverbookingAccepted(String reason, Edit edit) implements AppointmentEvent {}

  record AppointmentAnnotated(Edit edit) implements AppointmentEvent {}

  record AppointmentRemoved(Edit edit) implements AppointmentEvent {}

  record AppointmentRestored(Edit edit) implements AppointmentEvent {}
}
