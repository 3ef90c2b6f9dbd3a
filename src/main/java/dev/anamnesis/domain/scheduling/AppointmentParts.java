package dev.anamnesis.domain.scheduling;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Facts;
import dev.anamnesis.domain.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which members each kind of fact about an appointment speaks for. */
final class AppointmentParts {

  static final Part STATUS = Part.of("status", "cancelationReason");
  static final Part TIME = Part.of("start", "end", "minutesDuration", "slot", "requestedPeriod");
  static final Part PARTICIPANTS = Part.of("participant");

  private static final Set<String> ANSWER = Set.of("status", "_status");

  private final Elements before;
  private final Elements after;

  /** The facts that lead from one to the other. */
  AppointmentParts(Elements before, Elements after) {
    this.before = before;
    this.after = after;
  }

  List<AppointmentEvent> restored() {
    return changes(
        Facts.<AppointmentEvent>of(before.editTo(after))
            .always(Part.of(), AppointmentEvent.AppointmentRestored::new));
  }

  List<AppointmentEvent> facts() {
    return changes(Facts.of(before.editTo(after)));
  }

  private List<AppointmentEvent> changes(Facts<AppointmentEvent> facts) {
    return facts
        .part(STATUS, this::move)
        .part(TIME, this::time)
        .part(PARTICIPANTS, this::participants)
        .rest(AppointmentEvent.AppointmentAnnotated::new);
  }

  private AppointmentEvent move(Edit edit) {
    AppointmentStatus to = AppointmentStatus.of(after);
    if (to == AppointmentStatus.of(before)) return new AppointmentEvent.StatusCorrected(edit);
    return switch (to) {
      case PROPOSED, PENDING -> new AppointmentEvent.AppointmentProposed(edit);
      case BOOKED -> new AppointmentEvent.AppointmentScheduled(edit);
      case ARRIVED -> new AppointmentEvent.AppointmentArrived(edit);
      case FULFILLED -> new AppointmentEvent.AppointmentFulfilled(edit);
      case CANCELLED -> new AppointmentEvent.AppointmentCancelled(edit);
      case NOSHOW -> new AppointmentEvent.AppointmentMissed(edit);
      case ENTERED_IN_ERROR -> new AppointmentEvent.AppointmentVoided(edit);
      case CHECKED_IN -> new AppointmentEvent.AppointmentCheckedIn(edit);
      case WAITLIST -> new AppointmentEvent.AppointmentWaitlisted(edit);
    };
  }

  private AppointmentEvent time(Edit edit) {
    Optional<String> from = before.text("start");
    Optional<String> to = after.text("start");
    return new AppointmentEvent.AppointmentRescheduled(from, to, edit);
  }

  private AppointmentEvent participants(Edit edit) {
    return asked(before).equals(asked(after))
        ? new AppointmentEvent.ParticipantResponded(edit)
        : new AppointmentEvent.ParticipantsChanged(edit);
  }

  /** Who takes part and how, whatever they answered. */
  private static List<Elements> asked(Elements appointment) {
    return appointment.items("participant").stream()
        .filter(item -> item.startsWith("{"))
        .map(item -> Elements.parse(item).without(ANSWER))
        .toList();
  }
}
