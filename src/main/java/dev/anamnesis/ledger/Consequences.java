package dev.anamnesis.ledger;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.ledger.States.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What decided commits meet with and bring about in other streams.
 *
 * @param following commits that become true together with them
 * @param seen other streams that were looked at, with their versions
 * @param broken the first rule that does not hold
 */
record Consequences(List<Commit> following, Map<StreamId, Integer> seen, Optional<Broken> broken) {

  /** The commit at this index may not be. */
  record Broken(int index, Refusal refusal) {}

  /**
   * @param states of streams that none of the commits is on
   */
  static Consequences of(
      List<Commit> commits, Circumstances circumstances, Function<StreamId, State> states) {
    var look = new Look(commits, states);
    for (int index = 0; index < commits.size(); index++) {
      Optional<Refusal> refusal = circumstances.refusal(commits.get(index), look);
      if (refusal.isPresent()) {
        return new Consequences(
            List.of(), look.versions(), Optional.of(new Broken(index, refusal.get())));
      }
    }
    for (Write write : circumstances.following(commits, look)) look.follow(write);
    return new Consequences(
        List.copyOf(look.following.values()), look.versions(), Optional.empty());
  }

  /** Streams as they will be with the commits, and what of them was looked at. */
  private static final class Look implements Circumstances.View {

    private final Map<StreamId, Commit> own = new HashMap<>();
    private final Map<StreamId, State> others = new HashMap<>();
    private final Map<StreamId, Commit> following = new HashMap<>();
    private final Function<StreamId, State> states;

    Look(List<Commit> commits, Function<StreamId, State> states) {
      for (Commit commit : commits) own.put(commit.stream(), commit);
      this.states = states;
    }

    @Override
    public Existence of(StreamId stream) {
      Commit written = own.get(stream);
      return written == null ? state(stream).existence() : written.after();
    }

    @Override
    public boolean isNew(StreamId stream) {
      Commit written = own.get(stream);
      return written != null && written.base() == 0;
    }

    private State state(StreamId stream) {
      return others.computeIfAbsent(stream, states);
    }

    /** What the caller states itself is not stated again. */
    void follow(Write write) {
      if (own.containsKey(write.stream())) return;
      switch (Decided.of(write, state(write.stream()))) {
        case Decided.Change(Commit commit) -> following.put(commit.stream(), commit);
        case Decided.Nothing nothing -> {}
      }
    }

    Map<StreamId, Integer> versions() {
      var versions = new HashMap<StreamId, Integer>();
      others.forEach(
          (stream, state) -> {
            if (!following.containsKey(stream)) versions.put(stream, state.version());
          });
      return versions;
    }
  }

  /** These with what follows them. */
  List<Commit> all(List<Commit> commits) {
    if (following.isEmpty()) return commits;
    var all = new ArrayList<>(commits);
    all.addAll(following);
    return all;
  }
}
