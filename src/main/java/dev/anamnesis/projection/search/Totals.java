package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** How many resources match. */
final class Totals {

  private static final Pattern ROWS = Pattern.compile("rows=(\\d+)");

  private final Handle handle;
  private final ResourceTypes types;
  private final Map<String, List<Cond>> conds;
  private final OptionalLong at;

  Totals(Handle handle, ResourceTypes types, Map<String, List<Cond>> conds, OptionalLong at) {
    this.handle = handle;
    this.types = types;
    this.conds = conds;
    this.at = at;
  }

  record Total(long number, long position) {}

  Totals at(long position) {
    return new Totals(handle, types, conds, OptionalLong.of(position));
  }

  private boolean isWhole() {
    return conds.values().stream().allMatch(List::isEmpty);
  }

  /** Whole types are numbered as they grow; nothing is counted. */
  OptionalLong ifFree(long position) {
    return isWhole() ? OptionalLong.of(at(position).counted().number()) : OptionalLong.empty();
  }

  Total counted() {
    var total = new Total[1];
    Run.query(
        handle,
        countedSql(),
        row -> total[0] = new Total(row.getLong("number"), row.getLong("tip")));
    return total[0];
  }

  Sql countedSql() {
    var w = new Writing(at);
    w.add("with tip as (").tip(at).add(") select tip.tip, ");
    if (isWhole()) {
      // By pairs, so that a type's own index is read: of a rare type the log's end tells nothing.
      w.add("(select coalesce(sum(last.alive), 0) from unnest(");
      w.sql.values(conds.keySet().stream().map(type -> (long) types.code(type)).toList());
      w.add("::smallint[]) as t (code) cross join lateral (select v.type, v.alive");
      w.add(" from read.versions v where (v.type, v.position) <= (t.code, tip.tip)");
      w.add(" order by v.type desc, v.position desc limit 1) last where last.type = t.code)");
      w.sql.keep(true);
    } else {
      w.add("(select count(distinct stream) from (").streams(types, conds).add(") s)");
    }
    w.add(" as number from tip");
    return w.sql;
  }

  /** As the database expects it. */
  Total estimated() {
    if (isWhole()) return counted();
    var w = new Writing(at);
    w.add("select stream from (").streams(types, conds).add(") s");
    Matcher rows = ROWS.matcher(Run.explain(handle, w.sql));
    long number = rows.find() ? Long.parseLong(rows.group(1)) : 0;
    return new Total(number, at.isPresent() ? at.getAsLong() : Positions.last(handle));
  }
}
