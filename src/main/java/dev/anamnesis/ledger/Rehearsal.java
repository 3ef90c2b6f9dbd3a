package dev.anamnesis.ledger;

import dev.anamnesis.eventstore.Commit;
import java.util.Map;

/**
 * What writes would come to, with nothing recorded.
 *
 * @param outcome as {@link Ledger#execute} would give it; places in the log are made up
 * @param commits by the index of the write each would come from
 */
public record Rehearsal(GroupOutcome outcome, Map<Integer, Commit> commits) {
  public Rehearsal {
    commits = Map.copyOf(commits);
  }
}
