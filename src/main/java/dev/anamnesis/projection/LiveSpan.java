package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.projection.VersionRows.Stored;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What was live at a position of the log: of each resource its last version up to there, unless
 * that is a deletion.
 *
 * @param types the codes of the types it is about
 * @param whole these are all types, so that the log can be walked in its own order
 * @param base the position
 */
record LiveSpan(Handle handle, List<Integer> types, boolean whole, long base) {

  /** Written as a lookup for each row: the walk may end early, which a join would not allow. */
  private static final String STAYS =
      """
      v.status <> 204
        and coalesce(
          (select n.position from read.versions n where n.stream = v.stream and n.version = v.version + 1),
          :beyond) > :base
      """;

  /** How far the log is walked for a page before it is asked whether that leads anywhere. */
  private static final long NEAR = 10_000;

  /** Fewer than one of so many positions are live: most of what would be walked is not. */
  private static final long SPARSE = 8;

  /** A page: positions, inclusive, and at most how many. */
  record Bounds(long lowest, long highest, int limit) {
    Bounds within(long lowest, long highest) {
      return new Bounds(lowest, highest, limit);
    }

    Bounds atMost(int limit) {
      return new Bounds(lowest, highest, limit);
    }
  }

  /**
   * Asked by type and position together, which only the index of both can answer: of a type that is
   * rare, or not there, the log's own order would be walked to its end.
   */
  long count() {
    return handle
        .createQuery(
            """
            select coalesce(sum(last.alive) filter (where last.type = t.code), 0)
            from unnest(:types::smallint[]) as t (code)
            cross join lateral (
              select v.type, v.alive
              from read.versions v
              where (v.type, v.position) <= (t.code, :base)
              order by v.type desc, v.position desc
              limit 1
            ) last
            """)
        .bind("types", Columns.ints(types, Integer::intValue))
        .bind("base", base)
        .mapTo(Long.class)
        .one();
  }

  List<Stored> newestFirst(Bounds bounds, VersionRows rows) {
    return page("desc", bounds, rows);
  }

  List<Stored> oldestFirst(Bounds bounds, VersionRows rows) {
    return page("asc", bounds, rows);
  }

  /** Near the page's start the log is walked; where little of it is live, no further. */
  private List<Stored> page(String order, Bounds bounds, VersionRows rows) {
    boolean newestFirst = order.equals("desc");
    long highest = Math.min(bounds.highest(), base);
    long lowest = bounds.lowest();
    long edge =
        newestFirst ? Math.max(lowest, highest - NEAR + 1) : Math.min(highest, lowest + NEAR - 1);
    var near = newestFirst ? bounds.within(edge, highest) : bounds.within(lowest, edge);
    var found = new ArrayList<>(walked(order, near, rows));
    var rest =
        (newestFirst ? bounds.within(lowest, edge - 1) : bounds.within(edge + 1, highest))
            .atMost(bounds.limit() - found.size());
    if (rest.limit() > 0 && rest.lowest() <= rest.highest()) {
      boolean sparse = count() < base / SPARSE;
      found.addAll(sparse ? gathered(order, rest, rows) : walked(order, rest, rows));
    }
    return found;
  }

  /** Row by row, which is done soon where much is live. */
  List<Stored> walked(String order, Bounds bounds, VersionRows rows) {
    Query query = whole ? ofAll(order) : ofTypes(order);
    return query
        .bind("lowest", bounds.lowest())
        .bind("highest", bounds.highest())
        .bind("base", base)
        .bind("beyond", Long.MAX_VALUE)
        .bind("limit", bounds.limit())
        .map((row, context) -> rows.stored(row))
        .list();
  }

  /** Resource by resource, which costs the same however many versions they have. */
  List<Stored> gathered(String order, Bounds bounds, VersionRows rows) {
    return handle
        .createQuery(
            """
            select %s
            from (
              select last.position
              from log.streams s
              cross join lateral (
                select v.position, v.status
                from read.versions v
                where v.stream = s.stream and v.position <= :base
                order by v.position desc
                limit 1
              ) last
              where s.resource_type in (select name from read.resource_types where code = any(:types))
                and s.stream <= :base
                and last.status <> 204
                and last.position between :lowest and :highest
              order by last.position %s
              limit :limit
            ) found
            join read.versions v on v.position = found.position
            order by v.position %s
            """
                .formatted(VersionRows.COLUMNS, order, order))
        .bind("types", Columns.ints(types, Integer::intValue))
        .bind("lowest", bounds.lowest())
        .bind("highest", bounds.highest())
        .bind("base", base)
        .bind("limit", bounds.limit())
        .map((row, context) -> rows.stored(row))
        .list();
  }

  private Query ofAll(String order) {
    return handle.createQuery(
        """
        select %s
        from read.versions v
        where v.position between :lowest and :highest
          and %s
        order by v.position %s
        limit :limit
        """
            .formatted(VersionRows.COLUMNS, STAYS, order));
  }

  private Query ofTypes(String order) {
    return handle
        .createQuery(
            """
            select v.*
            from unnest(:types::smallint[]) as t (code)
            cross join lateral (
              select %s
              from read.versions v
              where v.type = t.code
                and v.position between :lowest and :highest
                and %s
              order by v.position %s
              limit :limit
            ) v
            order by v.position %s
            limit :limit
            """
                .formatted(VersionRows.COLUMNS, STAYS, order, order))
        .bind("types", Columns.ints(types, Integer::intValue));
  }
}
