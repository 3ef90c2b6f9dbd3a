package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import java.util.List;

/**
 * One version to be: the facts of one command on one stream.
 *
 * @param base the version the facts were decided on; 0 for a new stream
 * @param before the state they were decided on
 * @param after the state with the facts folded in
 */
public record Commit(
    StreamId stream,
    int base,
    Method method,
    List<Event> events,
    Existence before,
    Existence after) {
  public Commit {
    events = List.copyOf(events);
    if (events.isEmpty()) throw new IllegalArgumentException("a commit holds at least one event");
  }

  /** The resource did not exist just before: it is new, or is restored. */
  public boolean created() {
    return !(before instanceof Existence.Present);
  }
}
