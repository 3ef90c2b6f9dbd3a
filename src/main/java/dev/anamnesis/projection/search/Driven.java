package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.search.PageQuery.Streams;
import dev.anamnesis.projection.search.PageQuery.Told;
import dev.anamnesis.projection.search.Query.Cursor;
import dev.anamnesis.projection.search.Query.Total;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Finds a page in one statement, whose plan is good for any values: what meets the condition of the
 * lowest rank is found by its index, what is left is asked of one resource after the other.
 */
final class Driven {

  /** Up to so many are counted though the page is full before. */
  private static final int COUNTED = 256;

  /** So many conditions are tried, as far as too much meets the ones before. */
  private static final int TRIED = 3;

  /** So many are looked at before the next condition is tried. */
  private static final int SOON = 500;

  /** The condition says which types. */
  static final short ANY = 0;

  private final VersionRows rows;
  private final short type;
  private final Query query;
  private final List<Cond> conds;
  private final OptionalLong at;
  private final Cond driver;

  private Driven(
      VersionRows rows, short type, Query query, List<Cond> conds, OptionalLong at, Cond driver) {
    this.rows = rows;
    this.type = type;
    this.query = query;
    this.conds = conds;
    this.at = at;
    this.driver = driver;
  }

  /**
   * By each condition that may be the first, what is the rarest by guess before the others; none
   * where one plan is not good for them all.
   */
  static List<Driven> of(
      VersionRows rows, ResourceTypes types, PageQuery.Asked asked, OptionalLong at) {
    if (asked.together().isPresent()) {
      Cond all = asked.together().get();
      return List.of(new Driven(rows, ANY, asked.query(), List.of(all), at, all));
    }
    return asked
        .ofOneType()
        .filter(of -> Cond.areKept(of.conds()))
        .map(
            of ->
                Writing.anchors(of.conds())
                    .filter(cond -> Writing.rank(cond) < Fits.MOST)
                    .limit(TRIED)
                    .map(
                        by ->
                            new Driven(
                                rows, types.code(of.type()), asked.query(), of.conds(), at, by))
                    .toList())
        .orElse(List.of());
  }

  /**
   * @param whole whether all that meets the driving condition was looked at
   */
  private record Found(Streams streams, boolean whole) {}

  /** By the first condition that few enough meet; empty where none is so. */
  static Optional<Streams> found(List<Driven> tried, Handle handle) {
    // What only one more condition narrows is found sooner by that one: no long look at first.
    for (int most : tried.size() > 1 ? List.of(SOON, PageQuery.FEW) : List.of(PageQuery.FEW)) {
      for (Driven driven : tried) {
        Found found = driven.found(handle, most);
        if (found.whole()) return Optional.of(found.streams());
      }
    }
    return Optional.empty();
  }

  private Found found(Handle handle, int most) {
    Told told = Told.by(handle, rows, sql(most));
    boolean first = query.from().map(Cursor::after).orElse(Long.MAX_VALUE) == Long.MAX_VALUE;
    boolean counted =
        !query.sort().isEmpty()
            || told.raws() <= COUNTED
            || query.total() == Total.ACCURATE
            || (first && told.versions().size() <= query.count());
    var total = counted ? OptionalLong.of(told.ranks()) : OptionalLong.empty();
    return new Found(told.page(query.count(), total), told.raws() <= most);
  }

  /**
   * @param most no more are looked at
   */
  Sql sql(int most) {
    var w = Writing.whole(at);
    w.add("with tip as (").tip(at).add("), raw as materialized (select stream from (");
    w.streams(type, List.of(driver)).add(") s limit ").sql.value(most + 1L);
    w.add("), raws as materialized (select count(*) as number from raw)");
    w.add(" select tip.tip, (select number from raws) as raws, page.ranks, ");
    w.add(VersionRows.COLUMNS + " from tip left join (");
    if (query.sort().isEmpty()) newest(w, most);
    else sorted(w, most);
    w.add(") page on true").current("page");
    w.add(query.sort().isEmpty() ? " order by page.stream desc" : " order by page.rank");
    return w.sql;
  }

  private static Writing found(Writing w, int most) {
    w.add("(select distinct stream from raw where (select number from raws) <= ");
    w.sql.value((long) most);
    return w;
  }

  private void probes(Writing w, String stream) {
    w.probes(conds.stream().filter(cond -> cond != driver).toList(), stream);
  }

  /** The newest first, until the page is full; all where they are to be counted. */
  private void newest(Writing w, int most) {
    long after = query.from().map(Cursor::after).orElse(Long.MAX_VALUE);
    long few = query.total() == Total.ACCURATE ? PageQuery.FEW : COUNTED;
    w.add("select m.stream, m.ranks from (select l.stream, count(*) over () as ranks from (");
    found(w.add("select f.stream from "), most).add(" order by stream desc) f where (f.stream < ");
    w.sql.value(after).add(" or (select number from raws) <= ").value(few).add(")");
    probes(w, "f.stream");
    w.add(" limit case when (select number from raws) <= ").sql.value(few).add(" then ");
    w.sql.value((long) PageQuery.FEW).add("::bigint else ");
    w.sql.value(query.count() + 1L).add("::bigint end) l) m where m.stream < ");
    w.sql.value(after).add(" order by m.stream desc limit ").value(query.count() + 1L);
  }

  private void sorted(Writing w, int most) {
    w.add("with matching as materialized (select c.stream, row_number() over (order by ");
    w.add(SortKeys.order(query.sort())).add(") as rank from ");
    found(w, most).add(") c");
    SortKeys.joins(w, query.sort());
    w.add(" where true");
    probes(w, "c.stream");
    w.add(") select stream, rank, (select count(*) from matching) as ranks");
    w.add(" from matching where rank > ");
    w.add("coalesce((select rank from matching where stream = ");
    w.sql.value(query.from().map(Cursor::after).orElse(-1L));
    w.add("), 0) order by rank limit ").sql.value(query.count() + 1L);
  }
}
