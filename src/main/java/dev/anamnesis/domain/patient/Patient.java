package dev.anamnesis.domain.patient;

import dev.anamnesis.domain.Decider;
import dev.anamnesis.domain.Decision;
import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.ResourceCommand;
import java.util.List;

/** A patient's own record. */
public final class Patient implements Decider<Existence, ResourceCommand, PatientEvent> {

  public static final Patient DECIDER = new Patient();

  private Patient() {}

  @Override
  public Existence initial() {
    return new Existence.Absent();
  }

  @Override
  public Decision<PatientEvent> decide(Existence state, ResourceCommand command) {
    return Decision.accepted(
        switch (command) {
          case ResourceCommand.State(Elements stated) -> stated(state, state.last().editTo(stated));
          case ResourceCommand.Load(Elements stated) -> stated(state, state.last().editTo(stated));
          case ResourceCommand.Remove() -> removed(state);
        });
  }

  private static List<PatientEvent> stated(Existence state, Edit edit) {
    return switch (state) {
      case Existence.Absent() -> PatientParts.registered(edit);
      case Existence.Present(Elements elements) -> PatientParts.factsOf(edit);
      case Existence.Removed(Elements was) -> PatientParts.restored(edit);
    };
  }

  private static List<PatientEvent> removed(Existence state) {
    return state instanceof Existence.Present
        ? List.of(new PatientEvent.PatientRemoved(Edit.NONE))
        : List.of();
  }

  @Override
  public Existence evolve(Existence state, PatientEvent event) {
    return event instanceof PatientEvent.PatientRemoved
        ? state.removed()
        : state.with(event.edit());
  }
}
