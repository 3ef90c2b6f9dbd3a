package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Resources of one type that the sort key does not tell apart, by their ids. Few are ordered at
 * once; for many all ids of the type are walked in order.
 */
final class Ties {

  private final Handle handle;
  private final ResourceTypes types;
  private final String type;
  private final long position;

  /**
   * @param position that the answer is of
   */
  Ties(Handle handle, ResourceTypes types, String type, long position) {
    this.handle = handle;
    this.types = types;
    this.type = type;
    this.position = position;
  }

  /**
   * @param conds what they meet
   * @param tie what they share besides
   * @param after the id they come after; empty for all
   * @param most of them
   */
  List<Long> among(List<Cond> conds, Rows tie, Optional<String> after, int most) {
    var all = new ArrayList<Cond>(conds);
    all.add(tie);
    var streams = new ArrayList<Long>();
    long[] raws = new long[1];
    Run.query(
        handle,
        orderedSql(all, after, most),
        row -> {
          raws[0] = row.getLong("raws");
          if (row.getLong("stream") > 0) streams.add(row.getLong("stream"));
        });
    return raws[0] > PageQuery.FEW ? walk(all, after, most, false) : streams;
  }

  Sql orderedSql(List<Cond> conds, Optional<String> after, int most) {
    var w = new Writing(OptionalLong.of(position));
    w.add("with raw as materialized (select stream from (").streams(types.code(type), conds);
    w.add(") s limit ").sql.value(PageQuery.FEW + 1L);
    w.add(") select (select count(*) from raw) as raws, g.stream from (values (1)) one (x)");
    w.add(" left join lateral (select r.stream, v.resource_id from raw r");
    w.add(" join read.versions v on v.position = r.stream where (select count(*) from raw) <= ");
    w.sql.value((long) PageQuery.FEW);
    if (after.isPresent()) w.add(" and v.resource_id > ").sql.value(after.get());
    w.add(" order by v.resource_id limit ").sql.value((long) most);
    w.add(") g on true order by g.resource_id");
    return w.sql;
  }

  List<Long> walk(List<Cond> conds, Optional<String> after, int most, boolean descending) {
    var streams = new ArrayList<Long>();
    Run.query(
        handle, walkSql(conds, after, most, descending), row -> streams.add(row.getLong("stream")));
    return streams;
  }

  Sql walkSql(List<Cond> conds, Optional<String> after, int most, boolean descending) {
    var w = new Writing(OptionalLong.of(position));
    w.add("select s.stream from log.streams s where s.resource_type = ").sql.value(type);
    if (after.isPresent()) {
      w.add(" and s.resource_id" + (descending ? " < " : " > ")).sql.value(after.get());
    }
    w.add(" and ").probe(isThere(), "s.stream").probes(conds, "s.stream");
    w.add(" order by s.resource_id" + (descending ? " desc" : "") + " limit ");
    w.sql.value((long) most);
    return w.sql;
  }

  private Cond isThere() {
    return new Rows(
        Table.CARDS,
        (w, a) -> w.add(a + ".type = ").sql.value((long) types.code(type)).add("::smallint"),
        0);
  }

  /** The id of a stream of this type. */
  static String id(Handle handle, long stream) {
    var ids = new ArrayList<String>();
    Run.query(
        handle,
        new Sql().add("select resource_id from read.versions where position = ").value(stream),
        row -> ids.add(row.getString(1)));
    return ids.isEmpty() ? "" : ids.getFirst();
  }
}
