package dev.anamnesis.ledger;

import dev.anamnesis.domain.Decision;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Appended;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.EventStore;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Group;
import dev.anamnesis.eventstore.Loaded;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.ledger.Aggregates.Aggregate;
import dev.anamnesis.ledger.States.State;
import java.util.List;
import java.util.Optional;

/** The write side; the only way to change anything. */
public final class Ledger {

  private final EventStore store;
  private final States states;
  private final StreamLocks locks = new StreamLocks();

  /**
   * @param cacheBytes about how much memory folded states may take
   */
  public Ledger(EventStore store, long cacheBytes) {
    this.store = store;
    this.states = new States(cacheBytes);
  }

  /**
   * Decides and records. Returns when the outcome is durable. A race lost without an expected
   * version is decided again on what won.
   */
  public Outcome execute(Write write) {
    try (var held = locks.hold(write.stream())) {
      Optional<Outcome> repeated = write.request().flatMap(store::before).map(Ledger::repeated);
      if (repeated.isPresent()) return repeated.get();
      boolean remembered = true;
      while (true) {
        Optional<State> cached = remembered ? states.of(write.stream()) : Optional.empty();
        State state = cached.orElseGet(() -> load(write));
        Optional<Outcome> outcome = attempt(write, state, cached.isPresent());
        if (outcome.isPresent()) return outcome.get();
        remembered = false;
      }
    }
  }

  /** Empty when the decision was made on a state that is not the current one. */
  private Optional<Outcome> attempt(Write write, State state, boolean remembered) {
    if (isStale(write.expected(), state)) {
      return confirmed(
          write, state, remembered, new Outcome.StaleVersion(write.stream(), state.version()));
    }
    Aggregate<?> aggregate = Aggregates.of(write.stream().type());
    return switch (aggregate.decide(state.existence(), write.command())) {
      case Decision.Refused<?>(var refusal) ->
          confirmed(write, state, remembered, new Outcome.Refused(refusal));
      case Decision.Accepted<?>(var events) when events.isEmpty() ->
          confirmed(
              write, state, remembered, new Outcome.Unchanged(state.last(), state.existence()));
      case Decision.Accepted<?>(var events) ->
          record(write, state, aggregate, Aggregate.events(events));
    };
  }

  private static boolean isStale(Expected expected, State state) {
    return switch (expected) {
      case Expected.Any() -> false;
      case Expected.Version(int version) -> version != state.version();
    };
  }

  /**
   * An answer that appends nothing is only true if the state it was made on is still the current
   * one.
   */
  private Optional<Outcome> confirmed(
      Write write, State state, boolean remembered, Outcome outcome) {
    if (remembered) {
      int actual = store.last(write.stream()).map(Recorded::version).orElse(0);
      if (actual != state.version()) return Optional.empty();
    }
    return Optional.of(outcome);
  }

  private Optional<Outcome> record(
      Write write, State state, Aggregate<?> aggregate, List<Event> events) {
    Existence after = aggregate.fold(state.existence(), events);
    boolean created = !(state.existence() instanceof Existence.Present);
    var commit =
        new Commit(write.stream(), state.version(), write.method(), events, after, created);
    return switch (store.append(new Group(List.of(commit), write.request()))) {
      case Appended.Stored(List<Recorded> commits) -> {
        Recorded recorded = commits.getFirst();
        states.put(new State(after, Optional.of(recorded)), write.stream());
        yield Optional.of(new Outcome.Stored(recorded, created, after));
      }
      case Appended.StaleVersion(var stream, int actual) -> Optional.empty();
      case Appended answered -> Optional.of(repeated(answered));
    };
  }

  private static Outcome repeated(Appended answered) {
    return switch (answered) {
      case Appended.Repeated(Recorded first) -> new Outcome.Repeated(first);
      case Appended.KeyReused() -> new Outcome.KeyReused();
      case Appended.Stored(var commits) -> new Outcome.Repeated(commits.getFirst());
      case Appended.StaleVersion(var stream, int actual) ->
          new Outcome.StaleVersion(stream, actual);
    };
  }

  private State load(Write write) {
    Loaded loaded = store.load(write.stream());
    var aggregate = Aggregates.of(write.stream().type());
    var state = new State(aggregate.fold(loaded.snapshot(), loaded.since()), loaded.last());
    states.put(state, write.stream());
    return state;
  }
}
