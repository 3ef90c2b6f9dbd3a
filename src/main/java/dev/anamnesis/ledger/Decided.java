package dev.anamnesis.ledger;

import dev.anamnesis.domain.Decision;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Reverted;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.ledger.Aggregates.Aggregate;
import dev.anamnesis.ledger.States.State;
import java.util.List;

/** What a write would do to the state it was decided on. */
sealed interface Decided {

  /** It would record this. */
  record Change(Commit commit) implements Decided {
    Outcome.Stored stored(Recorded recorded) {
      return new Outcome.Stored(recorded, commit.created(), commit.after());
    }
  }

  /** It records nothing; true only while the state is the current one. */
  record Nothing(Outcome outcome) implements Decided {}

  static Decided of(Write write, State state) {
    if (isStale(write.expected(), state)) {
      return new Nothing(new Outcome.StaleVersion(write.stream(), state.version()));
    }
    Aggregate<?> aggregate = Aggregates.of(write.stream().type());
    return switch (aggregate.decide(state.existence(), write.command())) {
      case Decision.Refused<?>(var refusal) -> new Nothing(new Outcome.Refused(refusal));
      case Decision.Accepted<?>(var events) when events.isEmpty() ->
          new Nothing(new Outcome.Unchanged(state.last(), state.existence()));
      case Decision.Accepted<?>(var events) ->
          new Change(commit(write, state, aggregate, told(write, Aggregate.events(events))));
    };
  }

  /** A return to an earlier version says so first. */
  private static List<Event> told(Write write, List<Event> events) {
    write.revertsTo().ifPresent(version -> events.addFirst(new Reverted(version)));
    return events;
  }

  private static boolean isStale(Expected expected, State state) {
    return !expected.holds(state.version(), state.existence() instanceof Existence.Present);
  }

  private static Commit commit(
      Write write, State state, Aggregate<?> aggregate, List<Event> events) {
    Existence after = aggregate.fold(state.existence(), events);
    return new Commit(
        write.stream(), state.version(), write.method(), events, state.existence(), after);
  }
}
