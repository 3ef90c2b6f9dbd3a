package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Query.Cursor;
import dev.anamnesis.projection.search.Query.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Walks an answer too large to be ordered at once in the order of one date or number: first what
 * has one, then what has none.
 */
final class SortedWalk {

  private final Handle handle;
  private final short type;
  private final Query query;
  private final List<Cond> conds;
  private final OptionalLong at;
  private final Table table;
  private final long source;
  private final boolean descending;

  private SortedWalk(
      Handle handle, short type, Query query, List<Cond> conds, OptionalLong at, Table table) {
    this.handle = handle;
    this.type = type;
    this.query = query;
    this.conds = conds;
    this.at = at;
    this.table = table;
    SortKey key = query.sort().getFirst();
    this.source = table == Table.VERSIONS ? 0 : key.parameter().sources().getFirst().id();
    this.descending = key.descending();
  }

  static Optional<SortedWalk> of(
      Handle handle,
      ResourceTypes types,
      Query query,
      Map<String, List<Cond>> conds,
      OptionalLong at) {
    if (query.sort().size() != 1 || conds.size() != 1) return Optional.empty();
    SortKey key = query.sort().getFirst();
    Optional<Table> table =
        key.parameter().code().equals("_lastUpdated")
            ? Optional.of(Table.VERSIONS)
            : switch (key.parameter().kind()) {
              case DATE -> Optional.of(Table.MOMENTS);
              case NUMBER, QUANTITY -> Optional.of(Table.AMOUNTS);
              case STRING, TOKEN, URI, REFERENCE, COMPOSITE, SPECIAL -> Optional.empty();
            };
    boolean single = key.parameter().sources().size() == 1;
    var of = conds.entrySet().iterator().next();
    return table
        .filter(t -> single)
        .map(t -> new SortedWalk(handle, types.code(of.getKey()), query, of.getValue(), at, t));
  }

  record Walked(List<Long> streams, long position) {}

  Walked walk() {
    Optional<Cursor> from = query.from();
    Optional<Object> last = from.flatMap(cursor -> key(cursor.after()));
    var streams = new ArrayList<Long>();
    long[] position = new long[1];
    int wanted = query.count() + 1;
    if (from.isEmpty() || last.isPresent()) {
      Run.query(
          handle,
          withKeySql(last, from),
          row -> {
            position[0] = row.getLong("tip");
            if (row.getLong("stream") > 0) streams.add(row.getLong("stream"));
          });
    } else {
      position[0] = from.get().position();
    }
    if (streams.size() < wanted && table != Table.VERSIONS) {
      OptionalLong before =
          from.isPresent() && last.isEmpty()
              ? OptionalLong.of(from.get().after())
              : OptionalLong.empty();
      without(position[0], before, wanted - streams.size(), streams);
    }
    return new Walked(streams, position[0]);
  }

  private String column() {
    return table == Table.VERSIONS ? "position" : "low";
  }

  /** The key of the last entry of the page before. */
  private Optional<Object> key(long stream) {
    var w = new Writing(at);
    w.add("select " + (descending ? "max" : "min") + "(a." + column() + ") as k from ")
        .rows(table, "a");
    w.where(table, "a").add("a.stream = ").sql.value(stream);
    if (table == Table.VERSIONS) w.upTo("a");
    else w.add(" and a.source = ").sql.value(source);
    var key = new ArrayList<Object>();
    Run.query(
        handle,
        w.sql,
        row -> {
          if (row.getObject("k") instanceof Object found) key.add(found);
        });
    return key.stream().findFirst();
  }

  Sql withKeySql(Optional<Object> last, Optional<Cursor> from) {
    var w = new Writing(at);
    String column = "a." + column();
    w.add("with tip as (")
        .tip(at)
        .add(") select tip.tip, s.stream from tip left join lateral (select a.stream, ");
    w.add(column + " as k from ").rows(table, "a").where(table, "a");
    if (table == Table.VERSIONS) {
      w.add("a.type = ").sql.value((long) type);
      w.add("::smallint and a.status <> 204 and ").isCurrent("a");
    } else {
      w.add("a.source = ").sql.value(source);
      w.add(" and a.ends in (" + (descending ? 2 : 1) + ", 3)");
    }
    if (last.isPresent()) {
      String beyond = descending ? " < " : " > ";
      w.add(" and " + column + beyond + "= ").sql.number(last.get());
      w.add(" and (" + column + beyond).sql.number(last.get());
      w.add(" or a.stream < ").sql.value(from.map(Cursor::after).orElse(Long.MAX_VALUE)).add(")");
    }
    w.probes(conds, "a.stream");
    w.add(" order by " + column + (descending ? " desc" : " asc") + ", a.stream desc limit ");
    w.sql.value(query.count() + 1L);
    w.add(
        ") s on true order by s.k " + (descending ? "desc" : "asc") + " nulls last, s.stream desc");
    return w.sql;
  }

  private void without(long position, OptionalLong before, int wanted, List<Long> streams) {
    var w = new Writing(OptionalLong.of(position));
    var none = new ArrayList<>(conds);
    none.add(new Cond.Not(new Rows(table, (x, a) -> x.add(a + ".source = ").sql.value(source), 0)));
    w.newest(type, none, before, wanted);
    Run.query(handle, w.sql, row -> streams.add(row.getLong("stream")));
  }
}
