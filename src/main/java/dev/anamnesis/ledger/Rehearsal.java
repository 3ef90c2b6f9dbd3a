package dev.anamnesis.ledger;

import dev.anamnesis.eventstore.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What writes would come to, with nothing recorded.
 *
 * @param outcome as {@link Ledger#execute} would give it; places in the log are made up
 * @param commits by the index of the write each would come from
 * @param following what they would bring about in other streams
 */
public record Rehearsal(
    GroupOutcome outcome, Map<Integer, Commit> commits, List<Commit> following) {
  public Rehearsal {
    commits = Map.copyOf(commits);
    following = List.copyOf(following);
  }

  /** All that would be recorded, in order. */
  public List<Commit> all() {
    var all = new ArrayList<>(new TreeMap<>(commits).values());
    all.addAll(following);
    return List.copyOf(all);
  }
}
