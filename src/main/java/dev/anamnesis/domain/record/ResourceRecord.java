package dev.anamnesis.domain.record;

import dev.anamnesis.domain.Decider;
import dev.anamnesis.domain.Decision;
import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.ResourceCommand;
import java.util.List;

/** Any resource that is kept with full fidelity and no rules of its own. */
public final class ResourceRecord implements Decider<Existence, ResourceCommand, RecordEvent> {

  public static final ResourceRecord DECIDER = new ResourceRecord();

  private ResourceRecord() {}

  @Override
  public Existence initial() {
    return new Existence.Absent();
  }

  @Override
  public Decision<RecordEvent> decide(Existence state, ResourceCommand command) {
    return Decision.accepted(
        switch (command) {
          case ResourceCommand.State(Elements stated) -> stated(state, state.last().editTo(stated));
          case ResourceCommand.Load(Elements stated) -> stated(state, state.last().editTo(stated));
          case ResourceCommand.Remove() -> removed(state);
        });
  }

  private static List<RecordEvent> stated(Existence state, Edit edit) {
    return switch (state) {
      case Existence.Absent() -> List.of(new RecordEvent.ResourceRecorded(edit));
      case Existence.Present(Elements elements) ->
          edit.isEmpty() ? List.of() : List.of(new RecordEvent.ResourceAmended(edit));
      case Existence.Removed(Elements was) -> List.of(new RecordEvent.ResourceRestored(edit));
    };
  }

  private static List<RecordEvent> removed(Existence state) {
    return state instanceof Existence.Present
        ? List.of(new RecordEvent.ResourceRemoved(Edit.NONE))
        : List.of();
  }

  @Override
  public Existence evolve(Existence state, RecordEvent event) {
    return event instanceof RecordEvent.ResourceRemoved
        ? state.removed()
        : state.with(event.edit());
  }
}
