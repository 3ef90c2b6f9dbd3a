package dev.anamnesis.domain.scheduling;

import dev.anamnesis.domain.Decider;
import dev.anamnesis.domain.Decision;
import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.domain.ResourceCommand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An appointment: created in any status, then moved only as its status table allows. */
public final class Appointment implements Decider<Existence, ResourceCommand, AppointmentEvent> {

  public static final Appointment DECIDER = new Appointment();

  private Appointment() {}

  @Override
  public Existence initial() {
    return new Existence.Absent();
  }

  @Override
  public Decision<AppointmentEvent> decide(Existence state, ResourceCommand command) {
    return switch (command) {
      case ResourceCommand.State(Elements stated) ->
          stated(state, stated, Overbooking.accepted(state, stated));
      case ResourceCommand.Load(Elements stated) ->
          stated(state, stated, Overbooking.imported(state, stated));
      case ResourceCommand.Remove() -> Decision.accepted(removed(state));
    };
  }

  private static Decision<AppointmentEvent> stated(
      Existence state, Elements stated, Optional<AppointmentEvent> overbooking) {
    var from = AppointmentStatus.of(state.last());
    var to = AppointmentStatus.of(stated);
    boolean refused = from != to && !from.next().contains(to);
    var parts = new AppointmentParts(state.last(), stated);
    return switch (state) {
      case Existence.Absent() -> accepted(List.of(created(stated, to)), overbooking);
      case Existence.Present(Elements elements) ->
          refused ? refused(from, to) : accepted(parts.facts(), overbooking);
      case Existence.Removed(Elements was) ->
          refused ? refused(from, to) : accepted(parts.restored(), overbooking);
    };
  }

  private static Decision<AppointmentEvent> accepted(
      List<AppointmentEvent> facts, Optional<AppointmentEvent> overbooking) {
    if (facts.isEmpty()) return Decision.accepted(facts);
    return Decision.accepted(Stream.concat(facts.stream(), overbooking.stream()).toList());
  }

  private static AppointmentEvent created(Elements stated, AppointmentStatus status) {
    Edit edit = Elements.NONE.editTo(stated);
    return switch (status) {
      case PROPOSED, PENDING, WAITLIST -> new AppointmentEvent.AppointmentProposed(edit);
      case BOOKED, ARRIVED, FULFILLED, CANCELLED, NOSHOW, ENTERED_IN_ERROR, CHECKED_IN ->
          new AppointmentEvent.AppointmentScheduled(edit);
    };
  }

  private static Decision<AppointmentEvent> refused(AppointmentStatus from, AppointmentStatus to) {
    return Decision.refused(
        new Refusal(
            "appointment-status-move",
            "An appointment that is %s cannot become %s.".formatted(from.code(), to.code()),
            "Appointment.status",
            from.nextCodes()));
  }

  private static List<AppointmentEvent> removed(Existence state) {
    return state instanceof Existence.Present
        ? List.of(new AppointmentEvent.AppointmentRemoved(Edit.NONE))
        : List.of();
  }

  @Override
  public Existence evolve(Existence state, AppointmentEvent event) {
    return event instanceof AppointmentEvent.AppointmentRemoved
        ? state.removed()
        : state.with(event.edit());
  }
}
