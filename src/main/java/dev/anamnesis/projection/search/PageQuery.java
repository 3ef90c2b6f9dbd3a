package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.VersionRows.Stored;
import dev.anamnesis.projection.search.Query.Cursor;
import dev.anamnesis.projection.search.Query.Total;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Finds a page. Where few resources match they are all found, ordered and counted at once; where
 * many do, an index is walked in the answer's order.
 */
final class PageQuery {

  /** Up to so many matches are ordered at once. */
  static final int FEW = 2_000;

  private final Handle handle;
  private final VersionRows rows;
  private final ResourceTypes types;
  private final Query query;
  private final Map<String, List<Cond>> conds;
  private final Asked asked;
  private final OptionalLong at;

  PageQuery(Handle handle, VersionRows rows, ResourceTypes types, Asked asked, OptionalLong at) {
    this.handle = handle;
    this.rows = rows;
    this.types = types;
    this.asked = asked;
    this.query = asked.query();
    this.conds = asked.conds();
    this.at = at;
  }

  /**
   * A page's versions.
   *
   * @param position that it was answered at
   */
  record Streams(List<Stored> matches, boolean more, OptionalLong total, long position) {

    /** As many as are wanted; one more tells that there are more. */
    static Streams first(int count, List<Stored> found, OptionalLong total, long position) {
      boolean more = found.size() > count;
      return new Streams(more ? found.subList(0, count) : found, more, total, position);
    }
  }

  /**
   * What a page's statement tells, on each row or on one without a version.
   *
   * @param raws how many were found by the first condition, or looked at
   * @param ranks how many match
   */
  record Told(List<Stored> versions, long raws, long ranks, long position) {

    static Told by(Handle handle, VersionRows rows, Sql sql) {
      var versions = new ArrayList<Stored>();
      long[] numbers = new long[3];
      Run.query(
          handle,
          sql,
          row -> {
            numbers[0] = row.getLong("raws");
            numbers[1] = row.getLong("ranks");
            numbers[2] = row.getLong("tip");
            if (row.getLong("stream") > 0) versions.add(rows.stored(row));
          });
      return new Told(versions, numbers[0], numbers[1], numbers[2]);
    }

    Streams page(int count, OptionalLong total) {
      return Streams.first(count, versions, total, position);
    }
  }

  Streams streams() {
    var totals = new Totals(handle, types, conds, at);
    if (query.count() == 0) {
      var total = query.total() == Total.ESTIMATE ? totals.estimated() : totals.counted();
      return new Streams(List.of(), false, OptionalLong.of(total.number()), total.position());
    }
    boolean whole = conds.values().stream().allMatch(List::isEmpty);
    if (whole && query.sort().isEmpty()) return walked(totals);
    Optional<Streams> kept = keptPlan();
    if (kept.isPresent()) return told(kept.get(), totals);
    Told few = Told.by(handle, rows, rankedSql(FEW + 1));
    if (few.raws() <= FEW) return few.page(query.count(), OptionalLong.of(few.ranks()));
    if (query.sort().isEmpty()) return walked(totals);
    if (isById()) return byId(totals);
    var walk = SortedWalk.of(handle, types, query, conds, at);
    if (walk.isPresent()) {
      var found = walk.get().walk();
      return page(found.streams(), found.position(), totals);
    }
    Told all = Told.by(handle, rows, rankedSql(Integer.MAX_VALUE));
    return all.page(query.count(), OptionalLong.of(all.ranks()));
  }

  /** By a statement whose plan is good for any values, where there is one. */
  private Optional<Streams> keptPlan() {
    Optional<DateWalk> walk = DateWalk.of(rows, asked, at);
    if (walk.filter(DateWalk::isBest).isPresent()) return walk.get().found(handle);
    Optional<Streams> selected =
        Selected.of(rows, types, asked, at).flatMap(few -> few.found(handle));
    if (selected.isPresent()) return selected;
    Optional<Streams> driven = Driven.found(Driven.of(rows, types, asked, at), handle);
    if (driven.isPresent()) return driven;
    if (walk.isPresent()) return walk.get().found(handle);
    return Newest.of(rows, types, asked, at).flatMap(newest -> newest.found(handle));
  }

  /**
   * A query and the conditions it means.
   *
   * @param together one condition that means the same as those of all types
   */
  record Asked(Query query, Map<String, List<Cond>> conds, Optional<Cond> together) {

    Asked(Query query, Map<String, List<Cond>> conds) {
      this(query, conds, Optional.empty());
    }

    /** Those of the only type; empty where several types are searched. */
    Optional<OfType> ofOneType() {
      if (conds.size() != 1) return Optional.empty();
      var only = conds.entrySet().iterator().next();
      return Optional.of(new OfType(only.getKey(), only.getValue()));
    }
  }

  record OfType(String type, List<Cond> conds) {}

  /** With the total where it is asked for. */
  private Streams told(Streams page, Totals totals) {
    if (page.total().isPresent() || query.total() == Total.NONE) return page;
    OptionalLong total = total(page.position(), totals);
    return new Streams(page.matches(), page.more(), total, page.position());
  }

  private boolean isById() {
    return query.sort().size() == 1
        && conds.size() == 1
        && query.sort().getFirst().parameter().code().equals("_id");
  }

  private Streams byId(Totals totals) {
    long position = at.orElseGet(() -> Positions.last(handle));
    var of = conds.entrySet().iterator().next();
    var after = query.from().map(cursor -> Ties.id(handle, cursor.after()));
    boolean descending = query.sort().getFirst().descending();
    List<Long> found =
        new Ties(handle, types, of.getKey(), position)
            .walk(of.getValue(), after, query.count() + 1, descending);
    return page(found, position, totals);
  }

  Sql rankedSql(int most) {
    var w = new Writing(at);
    w.add("with tip as (").tip(at).add("), raw as materialized (select stream from (");
    w.streams(types, conds);
    w.add(") s limit ").sql.value((long) most);
    w.add("), ranked as (select c.stream, row_number() over (order by ");
    // Too many are not ordered here.
    w.add(SortKeys.order(query.sort())).add(") as rank from (select distinct stream from raw");
    if (most == FEW + 1) w.add(" where (select count(*) from raw) <= ").sql.value((long) FEW);
    w.add(") c");
    SortKeys.joins(w, query.sort());
    w.add(
        "), page as (select stream, rank from ranked where rank > coalesce((select rank from ranked"
            + " where stream = ");
    w.sql.value(query.from().map(Cursor::after).orElse(-1L));
    w.add("), 0) order by rank limit ").sql.value(query.count() + 1L);
    w.add(
        ") select tip.tip, (select count(*) from raw) as raws, (select count(*) from ranked) as"
            + " ranks, page.rank, ");
    w.add(VersionRows.COLUMNS).add(" from tip left join page on true");
    w.current("page").add(" order by page.rank");
    return w.sql;
  }

  private Streams walked(Totals totals) {
    var found = new ArrayList<Long>();
    long[] position = new long[1];
    Run.query(
        handle,
        walkedSql(),
        row -> {
          position[0] = row.getLong("tip");
          if (row.getLong("stream") > 0) found.add(row.getLong("stream"));
        });
    return page(found, position[0], totals);
  }

  /** The newest of each type, then the newest of these. */
  Sql walkedSql() {
    OptionalLong before =
        query.from().map(cursor -> OptionalLong.of(cursor.after())).orElseGet(OptionalLong::empty);
    var w = new Writing(at);
    w.add("with tip as (")
        .tip(at)
        .add(") select tip.tip, s.stream from tip left join lateral (select stream from (");
    String between = "";
    for (var of : conds.entrySet()) {
      w.add(between).newest(types.code(of.getKey()), of.getValue(), before, query.count() + 1);
      between = " union all ";
    }
    w.add(") u order by stream desc limit ").sql.value(query.count() + 1L);
    w.add(") s on true order by s.stream desc");
    return w.sql.keep(conds.values().stream().allMatch(List::isEmpty));
  }

  private Streams page(List<Long> streams, long position, Totals totals) {
    boolean more = streams.size() > query.count();
    List<Long> page = more ? streams.subList(0, query.count()) : streams;
    OptionalLong total = total(position, totals);
    return new Streams(versions(handle, rows, page, position), more, total, position);
  }

  private OptionalLong total(long position, Totals totals) {
    return switch (query.total()) {
      case NONE -> totals.ifFree(position);
      case ESTIMATE -> OptionalLong.of(totals.at(position).estimated().number());
      case ACCURATE -> OptionalLong.of(totals.at(position).counted().number());
    };
  }

  /** The versions that were current at a position, in the order of their streams here. */
  static List<Stored> versions(Handle handle, VersionRows rows, List<Long> streams, long position) {
    if (streams.isEmpty()) return List.of();
    var sql = new Sql();
    sql.add("select " + VersionRows.COLUMNS + " from unnest(").values(streams);
    sql.add(") with ordinality as s (stream, place) cross join lateral (");
    sql.add("select * from read.versions v where v.stream = s.stream and v.position <= ");
    sql.value(position).add(" order by v.position desc limit 1) v order by s.place").keep(true);
    var found = new ArrayList<Stored>();
    Run.query(handle, sql, row -> found.add(rows.stored(row)));
    return found;
  }
}
