package dev.anamnesis.audit;

import dev.anamnesis.audit.AccessQuery.Filter;
import dev.anamnesis.audit.AccessQuery.Order;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Looks into the access log, a page at a time. */
public final class AccessSearch {

  /** Beyond the last position. */
  private static final long ALL = Long.MAX_VALUE >> 1;

  private final Jdbi jdbi;
  private final Runnable settle;

  /**
   * Looks there when others are done.
   *
   * @param settle puts in their place what waits for it
   */
  AccessSearch(Jdbi jdbi, Runnable settle) {
    this.jdbi = jdbi;
    this.settle = settle;
  }

  /**
   * A page of records.
   *
   * @param next where the next one begins; empty where this is the last
   */
  public record Page(List<Recollection> records, Optional<Long> next) {
    public Page {
      records = List.copyOf(records);
    }
  }

  public Optional<Recollection> find(long position) {
    var one =
        new AccessQuery(
            Optional.empty(),
            Optional.empty(),
            List.of(new Filter.Positions(Set.of(position))),
            Order.NEWEST_FIRST,
            1,
            Optional.empty());
    return page(one).records().stream().findFirst();
  }

  public Page page(AccessQuery query) {
    settle.run();
    return jdbi.withHandle(
        handle -> {
          List<AccessRows.Stored> rows = rows(handle, query);
          boolean more = rows.size() > query.count();
          var shown = more ? rows.subList(0, query.count()) : rows;
          Optional<Long> next =
              more && !shown.isEmpty() ? Optional.of(shown.getLast().position()) : Optional.empty();
          return new Page(Recollections.of(handle, shown), next);
        });
  }

  /** How many records there are in all. */
  public long count(AccessQuery query) {
    settle.run();
    return jdbi.withHandle(
        handle -> {
          Conditions conditions = conditions(handle, query);
          var select =
              handle.createQuery(
                  """
                  select count(*)
                  from audit.access a
                  where a.position between :lowest and :highest
                    and %s
                  """
                      .formatted(conditions.clauses()));
          conditions.bindings().forEach(select::bind);
          return select
              .bind("lowest", lowest(handle, query))
              .bind("highest", highest(handle, query))
              .mapTo(Long.class)
              .one();
        });
  }

  private static Conditions conditions(Handle handle, AccessQuery query) {
    var conditions = new Conditions(handle);
    query.filters().forEach(conditions::add);
    return conditions;
  }

  private static List<AccessRows.Stored> rows(Handle handle, AccessQuery query) {
    return select(handle, query, "").map((row, context) -> AccessRows.read(row)).list();
  }

  /**
   * The page's statement.
   *
   * @param before what comes before it, such as {@code explain}
   */
  static Query select(Handle handle, AccessQuery query, String before) {
    Conditions conditions = conditions(handle, query);
    boolean oldest = query.order() == Order.OLDEST_FIRST;
    String direction = oldest ? "asc" : "desc";
    long lowest = lowest(handle, query);
    long highest = highest(handle, query);
    if (query.after().isPresent()) {
      if (oldest) lowest = Math.max(lowest, query.after().get() + 1);
      else highest = Math.min(highest, query.after().get() - 1);
    }
    var select =
        handle.createQuery(
            """
            %s select %s
            from (
              select *
              from audit.access a
              where %s
                and %s
              order by %s
              limit :most
            ) a
            join audit.callers c on c.id = a.caller
            order by a.position %s
            """
                .formatted(
                    before,
                    AccessRows.COLUMNS,
                    bounds(lowest, highest),
                    conditions.clauses(),
                    conditions.order(direction),
                    direction));
    conditions.bindings().forEach(select::bind);
    if (lowest > 1) select.bind("lowest", lowest);
    if (highest < ALL) select.bind("highest", highest);
    return select.bind("most", query.count() + 1);
  }

  /** None that leaves all: a plan that is kept would take it for one that leaves little. */
  private static String bounds(long lowest, long highest) {
    var bounds = new ArrayList<String>();
    for (String shift : List.of("", " >> 16", " >> 12")) {
      if (lowest > 1) bounds.add("(a.position%s) >= (:lowest%s)".formatted(shift, shift));
      if (highest < ALL) bounds.add("(a.position%s) <= (:highest%s)".formatted(shift, shift));
    }
    return bounds.isEmpty() ? "true" : String.join(" and ", bounds);
  }

  private static long lowest(Handle handle, AccessQuery query) {
    return query.since().map(since -> firstSince(handle, since)).orElse(1L);
  }

  private static long highest(Handle handle, AccessQuery query) {
    return query.before().map(before -> firstSince(handle, before) - 1).orElse(ALL);
  }

  private static long firstSince(Handle handle, Instant instant) {
    return handle
        .createQuery("select audit.first_since(:instant)")
        .bind("instant", OffsetDateTime.ofInstant(instant, ZoneOffset.UTC))
        .mapTo(Long.class)
        .one();
  }
}
