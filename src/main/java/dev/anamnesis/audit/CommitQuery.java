package dev.anamnesis.audit;

import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which commits to look for; all of the filters hold.
 *
 * @param since the first instant
 * @param before the instant after the last one
 * @param order by position, which is by instant
 * @param count 0 to count only
 * @param after the position of the last commit of the page before
 * @param upTo no later position; empty for all there are
 */
public record CommitQuery(
    Optional<Instant> since,
    Optional<Instant> before,
    List<Filter> filters,
    AccessQuery.Order order,
    int count,
    OptionalLong after,
    OptionalLong upTo) {
  public CommitQuery {
    filters = List.copyOf(filters);
  }

  /** One condition; it holds where one of its values does. */
  public sealed interface Filter {
    record Positions(Set<Long> positions) implements Filter {}

    record Targets(Set<Target> targets) implements Filter {}

    /** Ids of users or clients, as declared, or agents of a stated provenance. */
    record Agents(Set<String> ids) implements Filter {}
  }

  /**
   * What a commit made.
   *
   * @param version empty for any
   */
  public record Target(StreamId stream, Optional<Integer> version) {}
}
