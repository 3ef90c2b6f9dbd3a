package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Refusal;
import java.util.List;

/** How an append ended. Anything else, such as a lost database, is thrown and nothing is stored. */
public sealed interface Appended {

  /** Durable. */
  record Stored(List<Recorded> commits) implements Appended {
    public Stored {
      commits = List.copyOf(commits);
    }
  }

  /** A stream has moved on: load it and decide again. Nothing is stored. */
  record StaleVersion(StreamId stream, int actual) implements Appended {}

  /** A guard does not hold any more: look again and decide again. Nothing is stored. */
  record GuardFailed() implements Appended {}

  /**
   * A rule that the commit at this index of the group must keep does not hold. Nothing is stored.
   */
  record Refused(int index, Refusal refusal) implements Appended {}

  /** This request was carried out before; its first commit. Nothing is stored again. */
  record Repeated(Recorded first) implements Appended {}

  /** The key was used for another request. */
  record KeyReused() implements Appended {}
}
