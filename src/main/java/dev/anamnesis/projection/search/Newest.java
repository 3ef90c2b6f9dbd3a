package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.PageQuery.Asked;
import dev.anamnesis.projection.search.PageQuery.Streams;
import dev.anamnesis.projection.search.PageQuery.Told;
import dev.anamnesis.projection.search.Query.Cursor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Finds a page of what many resources match among the newest of the type, one after the other, in
 * one statement whose plan is good for any values. If too few of these match it tells nothing.
 */
record Newest(VersionRows rows, short type, List<Cond> conds, Query query, OptionalLong at) {

  /** Up to so many are looked at. */
  private static final long DEEPEST = 4_000;

  /** Empty where it is sorted otherwise, or one plan is not good for all. */
  static Optional<Newest> of(VersionRows rows, ResourceTypes types, Asked asked, OptionalLong at) {
    return asked
        .ofOneType()
        .filter(of -> asked.query().sort().isEmpty() && Cond.areKept(of.conds()))
        .map(of -> new Newest(rows, types.code(of.type()), of.conds(), asked.query(), at));
  }

  /** Empty where the page was not filled. */
  Optional<Streams> found(Handle handle) {
    Streams page = Told.by(handle, rows, sql()).page(query.count(), OptionalLong.empty());
    return page.more() ? Optional.of(page) : Optional.empty();
  }

  Sql sql() {
    var w = Writing.whole(at);
    w.add("with tip as (").tip(at).add("), page as materialized (select n.stream from (");
    w.add("select c.stream from ").rows(Table.CARDS, "c").where(Table.CARDS, "c");
    w.add("c.type = ").sql.value((long) type).add("::smallint");
    w.add(" and c.stream < ");
    w.sql.value(query.from().map(Cursor::after).orElse(Long.MAX_VALUE));
    w.add(" order by c.stream desc limit ").sql.value(DEEPEST).add(") n where true");
    w.probes(conds, "n.stream").add(" limit ").sql.value(query.count() + 1L);
    w.add(") select tip.tip, 0 as raws, 0 as ranks, " + VersionRows.COLUMNS);
    w.add(" from tip left join page on true").current("page").add(" order by page.stream desc");
    return w.sql;
  }
}
