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
    var w = new Writing(at);
    w.add("with tip as (").tip(at).add(") select tip.tip, ");
    if (isWhole()) {
      w.add("(select coalesce(sum((select v.alive from read.versions v where v.type = t.code");
      w.add(" and v.position <= tip.tip order by v.position desc limit 1)), 0)");
      w.add(" from unnest(")
          .sql
          .values(conds.keySet().stream().map(type -> (long) types.code(type)).toList());
      w.add("::smallint[]) as t (code))");
    } else {
      w.add("(select count(distinct stream) from (").streams(types, conds).add(") s)");
    }
    w.add(" as number from tip");
    var total = new Total[1];
    Run.query(
        handle, w.sql, row -> total[0] = new Total(row.getLong("number"), row.getLong("tip")));
    return total[0];
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
