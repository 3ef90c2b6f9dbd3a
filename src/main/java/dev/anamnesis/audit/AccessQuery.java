package dev.anamnesis.audit;

import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to look for in the access log; all of the filters hold.
 *
 * @param since the first instant
 * @param before the instant after the last one
 * @param after the position of the last record of the page before
 */
public record AccessQuery(
    Optional<Instant> since,
    Optional<Instant> before,
    List<Filter> filters,
    Order order,
    int count,
    Optional<Long> after) {
  public AccessQuery {
    filters = List.copyOf(filters);
  }

  /** A version of a resource. */
  public record OneVersion(StreamId stream, int version) {
    String path() {
      return stream.path() + "/_history/" + version;
    }
  }

  /** By position, which is by date. */
  public enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  /** One condition; it holds where one of its values does. */
  public sealed interface Filter {
    record Positions(Set<Long> positions) implements Filter {}

    record Kinds(Set<Interaction> kinds) implements Filter {}

    record Outcomes(Set<Outcome> outcomes) implements Filter {}

    record Patients(Set<String> ids) implements Filter {}

    /** Ids of users, clients, or of whom they act for. */
    record Agents(Set<String> ids) implements Filter {}

    /** Beginnings of a user's id, whatever the case. */
    record AgentNames(Set<String> beginnings) implements Filter {}

    /** Beginnings of addresses. */
    record Addresses(Set<String> beginnings) implements Filter {}

    /** Whatever version of the streams, and these versions of others. */
    record Entities(Set<StreamId> streams, Set<OneVersion> versions) implements Filter {}

    record Requests(Set<String> ids) implements Filter {}

    /** Parts an AuditEvent has entities for. */
    record Shown(Set<Part> parts) implements Filter {}

    /** What no record has. */
    record Nothing() implements Filter {}
  }

  /** Kinds of entities. */
  public enum Part {
    PATIENT,
    OBJECT,
    QUERY,
    OBJECT_OR_QUERY,
    REQUEST
  }
}
