package dev.anamnesis.ledger;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Appended;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.EventStore;
import dev.anamnesis.eventstore.Group;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.Loaded;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Past;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.RequestKey;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.ledger.States.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The write side; the only way to change anything. */
public final class Ledger {

  private final EventStore store;
  private final States states;
  private final StreamLocks locks = new StreamLocks();
  private final GroupLedger groups;
  private final Circumstances circumstances;

  /**
   * @param cacheBytes about how much memory folded states may take
   */
  public Ledger(EventStore store, long cacheBytes, Approval approval) {
    this.store = store;
    this.states = new States(cacheBytes);
    this.circumstances = new Circumstances(approval);
    this.groups = new GroupLedger(this, store);
  }

  /** The same rules over the record as it was; only to rehearse with. */
  public Ledger asOf(Past past) {
    return new Ledger(store.asOf(past), 0, circumstances.approval());
  }

  /** Where anyone may approve. */
  public Ledger(EventStore store, long cacheBytes) {
    this(store, cacheBytes, Approval.ANYONE);
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
        Optional<Outcome> outcome = attempt(write, remembered);
        if (outcome.isPresent()) return outcome.get();
        remembered = false;
      }
    }
  }

  /** What this very request was answered when it came before. */
  public Optional<Outcome> before(RequestKey request) {
    return store.before(request).map(Ledger::repeated);
  }

  /**
   * Decides and records all or nothing, at one instant.
   *
   * @param writes each on a stream of its own
   * @param guards what the whole was decided on besides what each write brings
   */
  public GroupOutcome execute(
      List<Write> writes, List<Guard> guards, Optional<RequestKey> request) {
    List<StreamId> contended =
        writes.stream().filter(w -> w.method() != Method.POST).map(Write::stream).toList();
    try (var held = locks.hold(contended)) {
      return groups.execute(writes, guards, request);
    }
  }

  /** A stream as it is, and the version that it is at. */
  public record Standing(Existence existence, int version) {}

  /** What is decided on it is to expect its version. */
  public Standing standing(StreamId stream) {
    State state = load(stream);
    return new Standing(state.existence(), state.version());
  }

  /**
   * Decides as {@link #execute} would and records nothing; takes no lock.
   *
   * @param at the instant the outcome shall bear
   */
  public Rehearsal rehearse(List<Write> writes, Instant at) {
    return groups.rehearse(writes, at);
  }

  /** What these facts about a resource of the type come to. */
  public Existence folded(String type, List<Event> facts) {
    return Aggregates.of(type).fold(new Existence.Absent(), facts);
  }

  /** What the resource is now, folded; what is decided on it must be appended to be true. */
  public Existence state(StreamId stream) {
    return load(stream).existence();
  }

  /** Empty when the decision was made on a state that is not the current one. */
  private Optional<Outcome> attempt(Write write, boolean remembered) {
    Optional<State> cached = remembered ? states.of(write.stream()) : Optional.empty();
    State state = cached.orElseGet(() -> load(write));
    return switch (Decided.of(write, state)) {
      case Decided.Nothing(Outcome outcome) when cached.isPresent() && !isCurrent(write, state) ->
          Optional.empty();
      case Decided.Nothing(Outcome outcome) -> Optional.of(outcome);
      case Decided.Change change -> record(write, change, remembered);
    };
  }

  private boolean isCurrent(Write write, State state) {
    return version(write.stream()) == state.version();
  }

  int version(StreamId stream) {
    return store.last(stream).map(Recorded::version).orElse(0);
  }

  private Optional<Outcome> record(Write write, Decided.Change change, boolean remembered) {
    var own = List.of(change.commit());
    Consequences consequences = consequences(own, remembered);
    if (consequences.broken().isPresent()) {
      return remembered
          ? Optional.empty()
          : Optional.of(new Outcome.Refused(consequences.broken().get().refusal()));
    }
    List<Commit> commits = consequences.all(own);
    var group = new Group(commits, consequences.seen(), write.guards(), write.request());
    return switch (store.append(group)) {
      case Appended.Stored(List<Recorded> places) -> {
        keep(commits, places);
        yield Optional.of(change.stored(places.getFirst()));
      }
      case Appended.StaleVersion(var stream, int actual) -> Optional.empty();
      case Appended answered -> Optional.of(repeated(answered));
    };
  }

  /**
   * @param remembered whether states may be used that are not the current ones
   */
  Consequences consequences(List<Commit> commits, boolean remembered) {
    return Consequences.of(commits, circumstances, stream -> state(stream, remembered));
  }

  private State state(StreamId stream, boolean remembered) {
    return (remembered ? states.of(stream) : Optional.<State>empty()).orElseGet(() -> load(stream));
  }

  private static Outcome repeated(Appended answered) {
    return switch (answered) {
      case Appended.Repeated(Recorded first) -> new Outcome.Repeated(first);
      case Appended.KeyReused() -> new Outcome.KeyReused();
      case Appended.GuardFailed() -> new Outcome.GuardFailed();
      case Appended.Refused(int index, var refusal) -> new Outcome.Refused(refusal);
      case Appended.Stored(var commits) -> new Outcome.Repeated(commits.getFirst());
      case Appended.StaleVersion(var stream, int actual) ->
          new Outcome.StaleVersion(stream, actual);
    };
  }

  void keep(List<Commit> commits, List<Recorded> places) {
    for (int i = 0; i < commits.size(); i++) {
      Commit commit = commits.get(i);
      states.put(new State(commit.after(), Optional.of(places.get(i))), commit.stream());
    }
  }

  /** The state to decide on: what is remembered, else what is stored. */
  State state(Write write, boolean remembered) {
    return (remembered ? states.of(write.stream()) : Optional.<State>empty())
        .orElseGet(() -> load(write));
  }

  /** A stream whose id was just made has nothing to load; the append finds out if that is wrong. */
  private State load(Write write) {
    return write.method() == Method.POST
        ? new State(new Existence.Absent(), Optional.empty())
        : load(write.stream());
  }

  private State load(StreamId stream) {
    Loaded loaded = store.load(stream);
    var aggregate = Aggregates.of(stream.type());
    var state = new State(aggregate.fold(loaded.snapshot(), loaded.since()), loaded.last());
    states.put(state, stream);
    return state;
  }
}
