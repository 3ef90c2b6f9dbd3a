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
 * has one, then what has none; what has the same by id.
 */
final class SortedWalk {

  private final Handle handle;
  private final ResourceTypes types;
  private final String type;
  private final Query query;
  private final List<Cond> conds;
  private final OptionalLong at;
  private final Table table;
  private final long source;
  private final boolean descending;

  private SortedWalk(
      Handle handle,
      ResourceTypes types,
      String type,
      Query query,
      List<Cond> conds,
      OptionalLong at,
      Table table) {
    this.handle = handle;
    this.types = types;
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
        .map(t -> new SortedWalk(handle, types, of.getKey(), query, of.getValue(), at, t));
  }

  record Walked(List<Long> streams, long position) {}

  /** A resource with its key. */
  private record Keyed(long stream, Object key) {}

  /** What an index gives, in the order of the keys. */
  private record Walk(List<Keyed> found, long position) {}

  Walked walk() {
    int wanted = query.count() + 1;
    Optional<Cursor> from = query.from();
    if (from.isEmpty()) {
      Walk keys = keys(Optional.empty(), wanted + 1);
      var streams = new ArrayList<Long>();
      fill(keys.found(), wanted, keys.position(), streams);
      return new Walked(streams, keys.position());
    }
    long position = from.get().position();
    var streams = new ArrayList<Long>();
    Optional<Object> last = key(from.get().after());
    Optional<String> id = Optional.of(Ties.id(handle, from.get().after()));
    if (last.isEmpty()) {
      without(position, id, wanted, streams);
    } else {
      if (table != Table.VERSIONS) {
        streams.addAll(ties(position).among(conds, same(last.get()), id, wanted));
      }
      if (streams.size() < wanted) {
        fill(keys(last, wanted - streams.size() + 1).found(), wanted, position, streams);
      }
    }
    return new Walked(streams, position);
  }

  /** One more was asked for than is wanted: whether those with the last key are all there. */
  private void fill(List<Keyed> found, int wanted, long position, List<Long> streams) {
    int open = wanted - streams.size();
    if (table == Table.VERSIONS) {
      found.stream().limit(open).map(Keyed::stream).forEach(streams::add);
      return;
    }
    boolean all = found.size() <= open;
    Object last = found.isEmpty() ? 0L : found.getLast().key();
    var whole = all ? found : found.stream().filter(k -> !k.key().equals(last)).toList();
    streams.addAll(byId(whole));
    open = wanted - streams.size();
    if (open <= 0) return;
    if (all) without(position, Optional.empty(), open, streams);
    else streams.addAll(ties(position).among(conds, same(last), Optional.empty(), open));
  }

  /** In the order of their keys, then of their ids. */
  private List<Long> byId(List<Keyed> keyed) {
    if (keyed.stream().map(Keyed::key).distinct().count() == keyed.size()) {
      return keyed.stream().map(Keyed::stream).toList();
    }
    var sql = new Sql().add("select k.stream from unnest(");
    sql.values(keyed.stream().map(Keyed::stream).toList()).add(", ");
    var places = new ArrayList<Long>();
    for (Keyed one : keyed) {
      int at = places.size();
      boolean tie = at > 0 && keyed.get(at - 1).key().equals(one.key());
      places.add(tie ? places.getLast() : (long) at);
    }
    sql.values(places).add(") as k (stream, place)");
    sql.add(" join read.versions v on v.position = k.stream order by k.place, v.resource_id");
    var streams = new ArrayList<Long>();
    Run.query(handle, sql, row -> streams.add(row.getLong("stream")));
    return streams;
  }

  private Ties ties(long position) {
    return new Ties(handle, types, type, position);
  }

  /** Those with this key; the fewest, by guess. */
  private Rows same(Object key) {
    return new Rows(
        table,
        (w, a) -> {
          w.add(a + ".source = ").sql.value(source);
          w.add(" and " + a + ".ends in (" + (descending ? 2 : 1) + ", 3)");
          w.add(" and " + a + "." + column() + " = ").sql.number(key);
        },
        -1);
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

  private Walk keys(Optional<Object> beyond, int most) {
    var found = new ArrayList<Keyed>();
    long[] position = new long[1];
    Run.query(
        handle,
        keysSql(beyond, most),
        row -> {
          position[0] = row.getLong("tip");
          if (row.getObject("k") instanceof Object key) {
            found.add(new Keyed(row.getLong("stream"), key));
          }
        });
    return new Walk(found, position[0]);
  }

  /**
   * @param beyond the key they come after; empty for all
   */
  Sql keysSql(Optional<Object> beyond, int most) {
    var w = new Writing(at);
    String column = "a." + column();
    w.add("with tip as (").tip(at);
    w.add(") select tip.tip, s.stream, s.k from tip left join lateral (select a.stream, ");
    w.add(column + " as k from ").rows(table, "a").where(table, "a");
    if (table == Table.VERSIONS) {
      w.add("a.type = ").sql.value((long) types.code(type));
      w.add("::smallint and a.status <> 204 and ").isCurrent("a");
    } else {
      w.add("a.source = ").sql.value(source);
      w.add(" and a.ends in (" + (descending ? 2 : 1) + ", 3)");
    }
    if (beyond.isPresent()) {
      w.add(" and " + column + (descending ? " < " : " > ")).sql.number(beyond.get());
    }
    for (Cond cond : conds) {
      // What is said of the version itself needs no other look at it.
      if (table == Table.VERSIONS && cond instanceof Rows(var of, var fit, _, _, _) && of == table)
        fit.write(w.add(" and "), "a");
      else w.add(" and ").probe(cond, "a.stream");
    }
    String order = descending ? " desc" : " asc";
    w.add(" order by " + column + order + " limit ").sql.value((long) most);
    w.add(") s on true order by s.k" + order + " nulls last");
    return w.sql;
  }

  private void without(long position, Optional<String> after, int wanted, List<Long> streams) {
    var none = new ArrayList<>(conds);
    none.add(new Cond.Not(new Rows(table, (x, a) -> x.add(a + ".source = ").sql.value(source), 0)));
    streams.addAll(ties(position).walk(none, after, wanted, false));
  }
}
