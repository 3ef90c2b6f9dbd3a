package dev.anamnesis.domain.prescribing;

import dev.anamnesis.domain.Decider;
import dev.anamnesis.domain.Decision;
import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.domain.ResourceCommand;
import java.util.List;
import java.util.stream.Stream;

/** A prescription: created in any status, then moved only as its status table allows. */
public final class Prescription implements Decider<Existence, ResourceCommand, PrescriptionEvent> {

  public static final Prescription DECIDER = new Prescription();

  private Prescription() {}

  @Override
  public Existence initial() {
    return new Existence.Absent();
  }

  @Override
  public Decision<PrescriptionEvent> decide(Existence state, ResourceCommand command) {
    return switch (command) {
      case ResourceCommand.State(Elements stated) -> stated(state, stated);
      case ResourceCommand.Load(Elements stated) -> loaded(stated(state, stated), stated);
      case ResourceCommand.Remove() -> Decision.accepted(removed(state));
    };
  }

  private static Decision<PrescriptionEvent> stated(Existence state, Elements stated) {
    Edit edit = state.last().editTo(stated);
    var from = PrescriptionStatus.of(state.last());
    var to = PrescriptionStatus.of(stated);
    return switch (state) {
      case Existence.Absent() -> Decision.accepted(List.of(new PrescriptionEvent.Prescribed(edit)));
      case Existence.Present(Elements elements) ->
          isRefused(from, to)
              ? refused(from, to)
              : Decision.accepted(PrescriptionParts.factsOf(edit, from, to));
      case Existence.Removed(Elements was) ->
          isRefused(from, to)
              ? refused(from, to)
              : Decision.accepted(PrescriptionParts.restored(edit, from, to));
    };
  }

  /** It was prescribed elsewhere. */
  private static Decision<PrescriptionEvent> loaded(
      Decision<PrescriptionEvent> decision, Elements stated) {
    return switch (decision) {
      case Decision.Accepted<PrescriptionEvent>(var facts)
          when !facts.isEmpty() && PrescriptionStatus.of(stated).isLive() ->
          Decision.accepted(
              Stream.concat(
                      facts.stream(),
                      Stream.of(new PrescriptionEvent.RulesWaived("import", Edit.NONE)))
                  .toList());
      case Decision.Accepted<PrescriptionEvent> accepted -> accepted;
      case Decision.Refused<PrescriptionEvent> refused -> refused;
    };
  }

  private static boolean isRefused(PrescriptionStatus from, PrescriptionStatus to) {
    return from != to && !from.next().contains(to);
  }

  private static Decision<PrescriptionEvent> refused(
      PrescriptionStatus from, PrescriptionStatus to) {
    return Decision.refused(
        new Refusal(
            "prescription-status-move",
            "A prescription that is %s cannot become %s.".formatted(from.code(), to.code()),
            "MedicationRequest.status",
            from.nextCodes()));
  }

  private static List<PrescriptionEvent> removed(Existence state) {
    return state instanceof Existence.Present
        ? List.of(new PrescriptionEvent.PrescriptionRemoved(Edit.NONE))
        : List.of();
  }

  @Override
  public Existence evolve(Existence state, PrescriptionEvent event) {
    return event instanceof PrescriptionEvent.PrescriptionRemoved
        ? state.removed()
        : state.with(event.edit());
  }
}
