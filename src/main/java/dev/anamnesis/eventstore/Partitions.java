package dev.anamnesis.eventstore;

import org.jdbi.v3.core.Handle;

/** Keeps a partition of the log ready ahead of the last position. */
final class Partitions {

  private static final long MOST_AHEAD = 100_000;

  private final long span;
  private final long ahead;
  private long ready;
  private long made;

  /**
   * @param span positions in one partition
   */
  Partitions(long span) {
    this.span = span;
    this.ahead = Math.min(MOST_AHEAD, span);
  }

  /**
   * Makes sure, in the append's own transaction, that positions well beyond this one have a
   * partition to live in.
   */
  void cover(Handle handle, long position) {
    made = ready;
    while (position + ahead >= made) {
      long next = made == 0 ? position / span * span : made;
      handle
          .createQuery("select log.add_partition(:first, :past)::text")
          .bind("first", next)
          .bind("past", next + span)
          .mapTo(String.class)
          .list();
      made = next + span;
    }
  }

  /** The transaction was committed: what it made is there. */
  void confirmed() {
    ready = made;
  }
}
