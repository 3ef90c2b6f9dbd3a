package dev.anamnesis.projection;

import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;

/**
 * Something that falls due by itself.
 *
 * @param born the position of the stream's first commit
 * @param version of the stream, when it was written; done for another version it is not due
 */
public record Deadline(Kind kind, StreamId stream, long born, int version, Instant due) {

  /** What it is about. */
  public enum Kind {
    /** A pending appointment holds its time until then. */
    HOLD,
    /** A booked appointment ends then. */
    NO_SHOW,
    /** A prescription is a draft since then. */
    DRAFT,
    /** A Task that a process carries out is open. */
    TASK
  }
}
