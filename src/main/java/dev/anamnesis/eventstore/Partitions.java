package dev.anamnesis.eventstore;

import org.jdbi.v3.core.Handle;

/** Keeps a partition of the log ready ahead of the last position. */
final class Partitions {

  private final long span;
  private long readyTo;

  /**
   * @param span positions in one partition
   */
  Partitions(long span) {
    this.span = span;
  }

  /** Makes sure that positions up to {@code position + ahead} have a partition to live in. */
  void cover(Handle handle, long position, long ahead) {
    while (position + ahead >= readyTo) {
      long next = readyTo == 0 ? position / span * span : readyTo;
      handle
          .createQuery("select log.add_partition(:first, :past)::text")
          .bind("first", next)
          .bind("past", next + span)
          .mapTo(String.class)
          .list();
      readyTo = next + span;
    }
  }
}
