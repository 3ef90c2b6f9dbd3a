package dev.anamnesis.projection;

import dev.anamnesis.eventstore.StoreUnavailable;
import dev.anamnesis.projection.HistoryQuery.Cursor;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.projection.VersionRows.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A page of history, its total and its upper bound by one statement, and by the driver itself: of
 * the system, of one type, of one resource.
 */
final class PageAtOnce {

  /** The number of what there is at the upper bound, less that of the first, and one. */
  private static final String OF_SYSTEM =
      """
      select last.position as highest, last.system_seq - first.system_seq + 1 as total, %s
      from (
        select position, system_seq
        from read.versions
        where position <= ?
        order by position desc
        limit 1
      ) last
      left join (
        select system_seq
        from read.versions
        where position >= ?
        order by position
        limit 1
      ) first on true
      left join lateral (
        select *
        from read.versions
        where position between ? and least(?, last.position)
        order by position %s
        limit ?
      ) v on true
      """;

  /** Type and position are compared as one, which no other index than that of both can serve. */
  private static final String OF_TYPE =
      """
      select last.position as highest, last.type_seq - first.type_seq + 1 as total, %s
      from (
        select position, type_seq
        from read.versions
        where (type, position) >= (?::smallint, 0)
          and (type, position) <= (?::smallint, ?)
        order by type desc, position desc
        limit 1
      ) last
      left join (
        select type_seq
        from read.versions
        where (type, position) >= (?::smallint, ?)
          and (type, position) <= (?::smallint, 9223372036854775807)
        order by type, position
        limit 1
      ) first on true
      left join lateral (
        select *
        from read.versions
        where (type, position) >= (?::smallint, ?)
          and (type, position) <= (?::smallint, least(?, last.position))
        order by type %s, position %s
        limit ?
      ) v on true
      """;

  /** Versions are dense from 1. */
  private static final String OF_RESOURCE =
      """
      select s.version as highest, least(?, s.version) - ? + 1 as total, %s
      from log.streams s
      left join lateral (
        select *
        from read.versions
        where stream = s.stream
          and version between ? and least(?, s.version)
        order by version %s
        limit ?
      ) v on true
      where s.resource_type = ?
        and s.resource_id = ?
      """;

  private final Handle handle;
  private final VersionRows rows;
  private final HistoryQuery query;
  private final boolean newestFirst;

  /** As the page before saw it, or all there is. */
  private final Cursor from;

  /**
   * @param lowest the first place there is to be told of, on a first page
   */
  PageAtOnce(Handle handle, VersionRows rows, HistoryQuery query, long lowest) {
    this.handle = handle;
    this.rows = rows;
    this.query = query;
    this.newestFirst = query.order() == Order.NEWEST_FIRST;
    this.from =
        query
            .from()
            .orElseGet(
                () ->
                    new Cursor(lowest, Long.MAX_VALUE, newestFirst ? Long.MAX_VALUE : lowest - 1));
  }

  /** Whether a query is answered so; a total alone is not, nor is a span of time. */
  static boolean answers(HistoryQuery query) {
    if (query.during().isPresent() || query.count() == 0) return false;
    return switch (query.scope()) {
      case Scope.System() -> true;
      case Scope.Types(var names) -> names.stream().distinct().count() == 1;
      case Scope.Instance(var stream) -> query.since().isEmpty();
    };
  }

  /** Empty where the resource never was. */
  Optional<SealedPage> page(ResourceTypes types) {
    return switch (query.scope()) {
      case Scope.System() -> Optional.of(found(ofSystem(), bounds()).orElse(nothing()));
      case Scope.Types(List<String> names) -> {
        long type = types.code(names.getFirst());
        Object[] b = bounds();
        yield Optional.of(
            found(
                    ofType(),
                    new Object[] {type, type, b[0], type, b[1], type, type, b[2], type, b[3], b[4]})
                .orElse(nothing()));
      }
      case Scope.Instance(var stream) -> {
        Object[] b = bounds();
        yield found(
            ofResource(), new Object[] {b[0], b[1], b[2], b[3], b[4], stream.type(), stream.id()});
      }
    };
  }

  String ofSystem() {
    return OF_SYSTEM.formatted(VersionRows.COLUMNS, direction());
  }

  String ofType() {
    return OF_TYPE.formatted(VersionRows.COLUMNS, direction(), direction());
  }

  String ofResource() {
    return OF_RESOURCE.formatted(VersionRows.COLUMNS, direction());
  }

  private String direction() {
    return newestFirst ? "desc" : "asc";
  }

  private static SealedPage nothing() {
    return new SealedPage(List.of(), 0, Optional.empty());
  }

  /** Those of the whole answer, then those of the page, then how many. */
  private Object[] bounds() {
    long first = newestFirst ? from.lowest() : from.after() + 1;
    long last = newestFirst ? before(from.after()) : from.highest();
    return new Object[] {from.highest(), from.lowest(), first, last, query.count() + 1L};
  }

  private static long before(long place) {
    return place == Long.MAX_VALUE ? place : place - 1;
  }

  private Optional<SealedPage> found(String sql, Object[] values) {
    try (var statement = handle.getConnection().prepareStatement(sql)) {
      for (int n = 0; n < values.length; n++) statement.setObject(n + 1, values[n]);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(page(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("the database does not answer a history", e);
    }
  }

  /** At its first row. */
  private SealedPage page(ResultSet row) throws SQLException {
    long highest = Math.min(from.highest(), row.getLong("highest"));
    long total = Math.max(0, row.getLong("total"));
    var found = new ArrayList<Stored>();
    do {
      if (row.getLong("stream") > 0) found.add(rows.stored(row));
    } while (row.next());
    Comparator<Stored> order = Comparator.comparingLong(v -> v.recorded().position());
    found.sort(newestFirst ? order.reversed() : order);
    boolean more = found.size() > query.count();
    List<Stored> page = more ? found.subList(0, query.count()) : found;
    return new SealedPage(
        page,
        total,
        more ? Optional.of(new Cursor(from.lowest(), highest, place(page))) : Optional.empty());
  }

  private long place(List<Stored> page) {
    var last = page.getLast().recorded();
    return query.scope() instanceof Scope.Instance ? last.version() : last.position();
  }
}
