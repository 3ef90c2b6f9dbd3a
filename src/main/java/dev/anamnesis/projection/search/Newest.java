package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.VersionRows.Stored;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.PageQuery.Asked;
import dev.anamnesis.projection.search.PageQuery.Streams;
import dev.anamnesis.projection.search.Query.Cursor;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Finds a page of what many resources match among the newest of the type, one after the other, in
 * one statement whose plan is good for any values. If too few of these match it tells nothing.
 */
record Newest(VersionRows rows, ResourceTypes types, Asked asked, OptionalLong at) {

  /** Up to so many are looked at. */
  private static final long DEEPEST = 4_000;

  /** Empty where the page was not filled, or one plan is not good for all. */
  Optional<Streams> found(Handle handle) {
    if (asked.conds().size() != 1) return Optional.empty();
    if (!Cond.areKept(asked.conds().values().iterator().next())) return Optional.empty();
    var found = new ArrayList<Stored>();
    long[] tip = new long[1];
    Run.query(
        handle,
        sql(),
        row -> {
          tip[0] = row.getLong("tip");
          found.add(rows.stored(row));
        });
    int count = asked.query().count();
    return found.size() <= count
        ? Optional.empty()
        : Optional.of(new Streams(found.subList(0, count), true, OptionalLong.empty(), tip[0]));
  }

  Sql sql() {
    var of = asked.conds().entrySet().iterator().next();
    var w = Writing.whole(at);
    w.add("with tip as (").tip(at).add("), page as materialized (select n.stream from (");
    w.add("select c.stream from ").rows(Table.CARDS, "c").where(Table.CARDS, "c");
    w.add("c.type = ").sql.value((long) types.code(of.getKey())).add("::smallint");
    w.add(" and c.stream < ");
    w.sql.value(asked.query().from().map(Cursor::after).orElse(Long.MAX_VALUE));
    w.add(" order by c.stream desc limit ").sql.value(DEEPEST).add(") n where true");
    w.probes(of.getValue(), "n.stream").add(" limit ").sql.value(asked.query().count() + 1L);
    w.add(") select tip.tip, " + VersionRows.COLUMNS + " from tip cross join page");
    w.add(" cross join lateral (select * from read.versions v where v.stream = page.stream");
    w.add(" and v.position <= tip.tip order by v.position desc limit 1) v");
    w.add(" order by page.stream desc");
    return w.sql;
  }
}
