package dev.anamnesis.ledger;

import dev.anamnesis.eventstore.Recorded;
import java.util.List;

/** How commands that must succeed together ended. */
public sealed interface GroupOutcome {

  /**
   * Durable, all of them: for each write, in order, {@link Outcome.Stored} or {@code Unchanged}.
   */
  record Stored(List<Outcome> outcomes) implements GroupOutcome {
    public Stored {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** The write at this index cannot be done, so none is. */
  record Refused(int index, Outcome why) implements GroupOutcome {}

  /** What the group was decided on holds no more: look again. Nothing is stored. */
  record GuardFailed() implements GroupOutcome {}

  /** This very request was carried out before, with these commits. */
  record Repeated(List<Recorded> commits) implements GroupOutcome {
    public Repeated {
      commits = List.copyOf(commits);
    }
  }

  /** The request key was used for something else. */
  record KeyReused() implements GroupOutcome {}
}
