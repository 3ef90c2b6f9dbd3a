package dev.anamnesis.audit;

import dev.anamnesis.audit.AccessQuery.Order;
import dev.anamnesis.audit.CommitQuery.Filter;
import dev.anamnesis.audit.CommitQuery.Target;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.Rows;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;

/** Finds commits by what they made, who made them and when: what a Provenance is derived from. */
public final class Commits {

  private final Jdbi jdbi;
  private final AccessLog log;

  /**
   * @param log who made them
   */
  public Commits(Jdbi jdbi, AccessLog log) {
    this.jdbi = jdbi;
    this.log = log;
  }

  /** One more than asked for where there are more. */
  public List<Recorded> page(CommitQuery query) {
    log.settle();
    return jdbi.withHandle(
        handle -> {
          var clauses = new Clauses(handle, query);
          var select =
              handle.createQuery(
                  """
                  select c.position, c.recorded_at, c.stream, c.version, c.resource_type, c.resource_id, c.method
                  from log.commits c
                  where %s
                  order by c.position %s
                  limit :most
                  """
                      .formatted(
                          clauses.text(), query.order() == Order.OLDEST_FIRST ? "asc" : "desc"));
          clauses.bindings.forEach(select::bind);
          return select
              .bind("most", query.count() + 1)
              .map((row, context) -> Rows.recorded(row))
              .list();
        });
  }

  /** How many there are in all. */
  public long count(CommitQuery query) {
    log.settle();
    return jdbi.withHandle(
        handle -> {
          var clauses = new Clauses(handle, query);
          // Positions are dense.
          if (query.filters().isEmpty()) return Math.max(0, clauses.highest - clauses.lowest + 1);
          var select =
              handle.createQuery("select count(*) from log.commits c where " + clauses.text());
          clauses.bindings.forEach(select::bind);
          return select.mapTo(Long.class).one();
        });
  }

  /** A query as SQL over {@code log.commits c}. */
  private static final class Clauses {
    private final List<String> all = new ArrayList<>();
    private final Map<String, Argument> bindings = new HashMap<>();
    private final long lowest;
    private final long highest;

    Clauses(Handle handle, CommitQuery query) {
      long tip = query.upTo().orElseGet(() -> tip(handle));
      long low = query.since().map(instant -> firstSince(handle, instant, tip)).orElse(1L);
      long high = query.before().map(instant -> firstSince(handle, instant, tip) - 1).orElse(tip);
      if (query.after().isPresent()) {
        long after = query.after().getAsLong();
        if (query.order() == Order.OLDEST_FIRST) low = Math.max(low, after + 1);
        else high = Math.min(high, after - 1);
      }
      lowest = low;
      highest = Math.min(high, tip);
      all.add("c.position between " + number(lowest) + " and " + number(highest));
      query.filters().forEach(filter -> all.add('(' + clause(filter) + ')'));
    }

    String text() {
      return String.join("\n  and ", all);
    }

    private String clause(Filter filter) {
      return switch (filter) {
        case Filter.Positions(Set<Long> positions) ->
            "c.position = any(" + bound(Columns.longs(positions, p -> p)) + ")";
        case Filter.Targets(Set<Target> targets) -> targets(targets);
        case Filter.Agents(Set<String> ids) -> agents(bound(Columns.texts(ids, id -> id)));
      };
    }

    /** Version 0 stands for any. */
    private String targets(Set<Target> targets) {
      return """
      c.position in (
        select m.position
        from unnest(%s, %s, %s) as wanted (resource_type, resource_id, version)
        join log.streams s using (resource_type, resource_id)
        join log.commits m on m.stream = s.stream and m.position >= s.stream
        where wanted.version = 0 or m.version = wanted.version)"""
          .formatted(
              bound(Columns.texts(targets, target -> target.stream().type())),
              bound(Columns.texts(targets, target -> target.stream().id())),
              bound(Columns.ints(targets, target -> target.version().orElse(0))));
    }

    private static String agents(String ids) {
      return """
      exists (
        select from audit.access a
        where a.seen = c.position and a.seen <> 0 and a.kind > 9 and a.main = 0
          and a.caller = any(array(
            select k.id from audit.callers k where k.user_id = any(%s) or k.client_id = any(%s))))
      or c.position in (select g.position from read.stated_agents g where g.agent = any(%s))"""
          .formatted(ids, ids, ids);
    }

    private String number(long value) {
      return bound((position, statement, context) -> statement.setLong(position, value));
    }

    private String bound(Argument argument) {
      String name = "c" + bindings.size();
      bindings.put(name, argument);
      return ':' + name;
    }
  }

  private static long tip(Handle handle) {
    return handle
        .createQuery("select coalesce(max(position), 0) from log.commits")
        .mapTo(Long.class)
        .one();
  }

  /** Where recording stands now. */
  public long tip() {
    return jdbi.withHandle(Commits::tip);
  }

  private static long firstSince(Handle handle, Instant instant, long tip) {
    return handle
        .createQuery(
            """
            select position
            from read.versions
            where recorded_at >= :instant
            order by recorded_at, position
            limit 1
            """)
        .bind("instant", OffsetDateTime.ofInstant(instant, ZoneOffset.UTC))
        .mapTo(Long.class)
        .findOne()
        .orElse(tip + 1);
  }

  /** Everything that was ever committed to these streams, newest first. */
  public List<Recorded> of(Collection<Long> streams, long upTo, int most) {
    if (streams.isEmpty()) return List.of();
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select position, recorded_at, stream, version, resource_type, resource_id, method
                    from log.commits
                    where stream = any(:streams)
                      and position <= :most
                    order by position desc
                    limit :limit
                    """)
                .bind("streams", Columns.longs(streams, stream -> stream))
                .bind("most", upTo)
                .bind("limit", most)
                .map((row, context) -> Rows.recorded(row))
                .list());
  }

  /** The commit at this position. */
  public Optional<Recorded> find(long position) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select position, recorded_at, stream, version, resource_type, resource_id, method
                    from log.commits
                    where position = :position
                    """)
                .bind("position", position)
                .map((row, context) -> Rows.recorded(row))
                .findOne());
  }
}
