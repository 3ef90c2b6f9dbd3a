package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import java.util.List;

/**
 * One version to be: the facts of one command on one stream.
 *
 * @param base the version the facts were decided on; 0 for a new stream
 * @param after the state with the facts folded in
 * @param created the resource did not exist just before: it is new, or is restored
 */
public record Commit(
    StreamId stream,
    int base,
    Method method,
    List<Event> events,
    Existence after,
    boolean created) {
  public Commit {
    events = List.copyOf(events);
    if (events.isEmpty()) throw new IllegalArgumentException("a commit holds at least one event");
  }
}
