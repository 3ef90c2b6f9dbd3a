package dev.anamnesis.ledger;

import dev.anamnesis.eventstore.Appended;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.EventStore;
import dev.anamnesis.eventstore.Group;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.RequestKey;
import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides writes that must succeed together. */
final class GroupLedger {

  private final Ledger ledger;
  private final EventStore store;

  GroupLedger(Ledger ledger, EventStore store) {
    this.ledger = ledger;
    this.store = store;
  }

  GroupOutcome execute(List<Write> writes, List<Guard> guards, Optional<RequestKey> request) {
    Optional<GroupOutcome> repeated = request.flatMap(store::before).map(this::repeated);
    if (repeated.isPresent()) return repeated.get();
    boolean remembered = true;
    while (true) {
      var attempt = new Attempt(writes, remembered);
      Optional<GroupOutcome> outcome = attempt.outcome(guards, request);
      if (outcome.isPresent()) return outcome.get();
      remembered = false;
    }
  }

  /** Decided on what is stored, and left at that. */
  Rehearsal rehearse(List<Write> writes, Instant at) {
    return new Attempt(writes, false).rehearsal(at);
  }

  private GroupOutcome repeated(Appended answered) {
    return switch (answered) {
      case Appended.Repeated(Recorded first) -> new GroupOutcome.Repeated(store.group(first));
      case Appended.GuardFailed() -> new GroupOutcome.GuardFailed();
      case Appended.Refused(int index, var refusal) ->
          new GroupOutcome.Refused(index, new Outcome.Refused(refusal));
      case Appended.KeyReused() -> new GroupOutcome.KeyReused();
      case Appended.Stored(var commits) -> new GroupOutcome.Repeated(commits);
      case Appended.StaleVersion(var stream, int actual) -> new GroupOutcome.GuardFailed();
    };
  }

  /** One decision of all writes, on the states as they are now. */
  private final class Attempt {
    private final boolean remembered;
    private final List<Decided> decided = new ArrayList<>();
    private final List<Guard> guards = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final Map<StreamId, Integer> seen = new HashMap<>();

    Attempt(List<Write> writes, boolean remembered) {
      this.remembered = remembered;
      for (Write write : writes) {
        var state = ledger.state(write, remembered);
        Decided next = Decided.of(write, state);
        decided.add(next);
        guards.addAll(write.guards());
        switch (next) {
          case Decided.Change(Commit commit) -> commits.add(commit);
          case Decided.Nothing nothing -> seen.put(write.stream(), state.version());
        }
      }
    }

    /** Empty when it was made on states that are not the current ones. */
    Optional<GroupOutcome> outcome(List<Guard> more, Optional<RequestKey> request) {
      Optional<GroupOutcome> refused = refused();
      if (refused.isPresent()) return remembered && !isCurrent() ? Optional.empty() : refused;
      if (commits.isEmpty()) {
        return remembered && !isCurrent() ? Optional.empty() : Optional.of(stored(List.of()));
      }
      Consequences consequences = ledger.consequences(commits, remembered);
      if (consequences.broken().isPresent()) {
        return remembered ? Optional.empty() : consequences.broken().map(this::broken);
      }
      guards.addAll(more);
      seen.putAll(consequences.seen());
      List<Commit> all = consequences.all(commits);
      return switch (store.append(new Group(all, seen, guards, request))) {
        case Appended.Stored(List<Recorded> places) -> {
          ledger.keep(all, places);
          yield Optional.of(stored(places));
        }
        case Appended.StaleVersion(var stream, int actual) -> Optional.empty();
        case Appended.Refused(int index, var refusal) ->
            Optional.of(broken(new Consequences.Broken(index, refusal)));
        case Appended answered -> Optional.of(repeated(answered));
      };
    }

    private GroupOutcome broken(Consequences.Broken broken) {
      return new GroupOutcome.Refused(write(broken.index()), new Outcome.Refused(broken.refusal()));
    }

    private Optional<GroupOutcome> refused() {
      for (int index = 0; index < decided.size(); index++) {
        if (decided.get(index) instanceof Decided.Nothing(Outcome outcome)
            && !(outcome instanceof Outcome.Unchanged)) {
          return Optional.of(new GroupOutcome.Refused(index, outcome));
        }
      }
      return Optional.empty();
    }

    /** The index of the write that became the commit at this index. */
    private int write(int commit) {
      int left = commit;
      for (int index = 0; index < decided.size(); index++) {
        if (decided.get(index) instanceof Decided.Change && left-- == 0) return index;
      }
      throw new IllegalArgumentException("the group has no such commit");
    }

    private boolean isCurrent() {
      return seen.entrySet().stream()
          .allMatch(entry -> ledger.version(entry.getKey()) == entry.getValue());
    }

    Rehearsal rehearsal(Instant at) {
      var byWrite = new HashMap<Integer, Commit>();
      var outcomes = new ArrayList<Outcome>();
      for (Decided each : decided) {
        switch (each) {
          case Decided.Change change -> {
            byWrite.put(outcomes.size(), store.asRecorded(List.of(change.commit())).getFirst());
            outcomes.add(change.stored(imagined(change.commit(), at)));
          }
          case Decided.Nothing(Outcome outcome) -> outcomes.add(outcome);
        }
      }
      Optional<GroupOutcome> refused = refused();
      if (refused.isPresent() || commits.isEmpty()) {
        var outcome = refused.orElseGet(() -> new GroupOutcome.Stored(outcomes));
        return new Rehearsal(outcome, byWrite, List.of());
      }
      Consequences consequences = ledger.consequences(commits, false);
      Optional<GroupOutcome> broken =
          consequences.broken().map(this::broken).or(() -> broken(consequences));
      return new Rehearsal(
          broken.orElseGet(() -> new GroupOutcome.Stored(outcomes)),
          byWrite,
          store.asRecorded(consequences.following()));
    }

    /** The rule about what else is recorded that the commits would break. */
    private Optional<GroupOutcome> broken(Consequences consequences) {
      return store
          .refusal(consequences.all(commits))
          .map(refused -> broken(new Consequences.Broken(refused.index(), refused.refusal())));
    }

    private static Recorded imagined(Commit commit, Instant at) {
      return new Recorded(commit.stream(), 0, 0, commit.base() + 1, at, commit.method());
    }

    private GroupOutcome stored(List<Recorded> recorded) {
      var outcomes = new ArrayList<Outcome>();
      var places = recorded.iterator();
      for (Decided each : decided) {
        switch (each) {
          case Decided.Change change -> {
            outcomes.add(change.stored(places.next()));
          }
          case Decided.Nothing(Outcome outcome) -> outcomes.add(outcome);
        }
      }
      return new GroupOutcome.Stored(outcomes);
    }
  }
}
