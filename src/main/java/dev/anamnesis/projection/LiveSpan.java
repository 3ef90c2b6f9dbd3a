package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.projection.VersionRows.Stored;
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

  /** A page: positions, inclusive, and at most how many. */
  record Bounds(long lowest, long highest, int limit) {}

  long count() {
    return handle
        .createQuery(
            """
            select coalesce(sum(
              (select v.alive
               from read.versions v
               where v.type = t.code and v.position <= :base
               order by v.position desc
               limit 1)), 0)
            from unnest(:types::smallint[]) as t (code)
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

  private List<Stored> page(String order, Bounds bounds, VersionRows rows) {
    Query query = whole ? ofAll(order) : ofTypes(order);
    return query
        .bind("lowest", bounds.lowest())
        .bind("highest", Math.min(bounds.highest(), base))
        .bind("base", base)
        .bind("beyond", Long.MAX_VALUE)
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
