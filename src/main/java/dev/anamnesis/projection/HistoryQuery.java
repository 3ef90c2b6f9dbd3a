package dev.anamnesis.projection;

import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of history.
 *
 * @param since versions recorded at this instant or later
 * @param during versions that were current at some time of it
 * @param count entries on the page, 0 for the total alone
 * @param from where the page before ended; empty for the first
 */
public record HistoryQuery(
    Scope scope,
    Optional<Instant> since,
    Optional<During> during,
    int count,
    Order order,
    Optional<Cursor> from) {

  /** Of all time. */
  public HistoryQuery(
      Scope scope, Optional<Instant> since, int count, Order order, Optional<Cursor> from) {
    this(scope, since, Optional.empty(), count, order, from);
  }

  /** What was current at an instant, of all types, the oldest first. */
  public static HistoryQuery heldAt(Instant at, int count) {
    var then = new During(Optional.of(at), Optional.of(at));
    return new HistoryQuery(
        new Scope.System(),
        Optional.empty(),
        Optional.of(then),
        count,
        Order.OLDEST_FIRST,
        Optional.empty());
  }

  /**
   * A span of time, open where an end is missing.
   *
   * @param from its first instant, in whole microseconds
   * @param past the first instant after it
   */
  public record During(Optional<Instant> from, Optional<Instant> past) {}

  /** Whose versions. */
  public sealed interface Scope {

    record System() implements Scope {}

    /** One type or several. */
    record Types(List<String> names) implements Scope {
      public Types {
        names = List.copyOf(names);
      }
    }

    record Instance(StreamId stream) implements Scope {}
  }

  /** Newest first is FHIR's order; oldest first is what a poller wants. */
  public enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  /**
   * A place between two versions that stays valid for ever: the bounds the first page saw and the
   * last one served, as positions of the log (as versions for one instance). Where a span of time
   * is asked for, lowest is the first position recorded in it.
   */
  public record Cursor(long lowest, long highest, long after) {}
}
