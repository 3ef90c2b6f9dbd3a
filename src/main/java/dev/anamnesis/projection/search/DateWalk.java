package dev.anamnesis.projection.search;

import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Filter.Prefix;
import dev.anamnesis.projection.search.Filter.Span;
import dev.anamnesis.projection.search.PageQuery.Asked;
import dev.anamnesis.projection.search.PageQuery.OfType;
import dev.anamnesis.projection.search.PageQuery.Streams;
import dev.anamnesis.projection.search.PageQuery.Told;
import dev.anamnesis.projection.search.Query.Cursor;
import dev.anamnesis.projection.search.Query.SortKey;
import dev.anamnesis.r4.search.SearchKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * A range of dates in the order of these dates, as a diary is read: in one statement, whose plan is
 * good for any values, along their index until the page is full. What has several dates, or lasts a
 * day or more, is found beside it.
 */
final class DateWalk {

  private final VersionRows rows;
  private final Query query;
  private final OptionalLong at;
  private final List<Span> spans;
  private final List<Cond> others;
  private final Optional<Cursor> from;
  private final long source;
  private final boolean descending;

  private DateWalk(
      VersionRows rows, Query query, OptionalLong at, List<Span> spans, List<Cond> others) {
    this.rows = rows;
    this.query = query;
    this.at = at;
    this.spans = spans;
    this.others = others;
    // Beyond all there is: the first page, of a position.
    this.from = query.from().filter(cursor -> cursor.after() != Long.MAX_VALUE);
    SortKey key = query.sort().getFirst();
    this.source = key.parameter().sources().getFirst().id();
    this.descending = key.descending();
  }

  /** Empty where it is not a range of what it is sorted by, or one plan is not good for all. */
  static Optional<DateWalk> of(VersionRows rows, Asked asked, OptionalLong at) {
    Query query = asked.query();
    Optional<OfType> ofType = asked.ofOneType();
    if (query.sort().size() != 1 || ofType.isEmpty()) return Optional.empty();
    var parameter = query.sort().getFirst().parameter();
    if (parameter.kind() != SearchKind.DATE
        || parameter.sources().size() != 1
        || parameter.code().equals("_lastUpdated")) return Optional.empty();
    OfType of = ofType.get();
    // Conditions stand in the order of their filters.
    List<Filter> filters = DateRanges.merged(query.filters().getOrDefault(of.type(), List.of()));
    var others = new ArrayList<Cond>();
    var ranges = new ArrayList<List<Span>>();
    for (int place = 0; place < filters.size(); place++) {
      switch (filters.get(place)) {
        case Filter.Date(var p, var spans) when p.equals(parameter) && spans.size() == 1 ->
            ranges.add(spans);
        case Filter.Between(var p, var first, var second) when p.equals(parameter) ->
            ranges.add(List.of(first, second));
        case Filter other -> others.add(of.conds().get(place));
      }
    }
    boolean fits =
        ranges.size() == 1
            && ranges.getFirst().stream().noneMatch(span -> span.prefix() == Prefix.AP)
            && Cond.areKept(others);
    return fits
        ? Optional.of(new DateWalk(rows, query, at, ranges.getFirst(), others))
        : Optional.empty();
  }

  /** Whether nothing else says more than the range may. */
  boolean isBest() {
    return others.stream()
        .allMatch(cond -> !Writing.isAnchor(cond) || Writing.rank(cond) >= Fits.MANY);
  }

  /** Empty where too many are of one instant, have several dates or last long. */
  Optional<Streams> found(Handle handle) {
    Told told = Told.by(handle, rows, sql());
    if (told.raws() > PageQuery.FEW) return Optional.empty();
    int found = told.versions().size();
    boolean counted = found <= query.count() && from.isEmpty();
    return Optional.of(
        told.page(query.count(), counted ? OptionalLong.of(found) : OptionalLong.empty()));
  }

  Sql sql() {
    var w = Writing.whole(at);
    w.add("with tip as (").tip(at).add(")");
    from.ifPresent(cursor -> last(w, cursor.after()));
    w.add(", brief as materialized (select * from (");
    brief(w);
    if (from.isPresent()) {
      w.add(" and a.low " + (descending ? "<" : ">") + " (select k from last)");
    }
    w.add(" order by a.low" + direction() + " fetch first ");
    w.sql.value(query.count() + 1L).add(" rows with ties) b").add(few());
    if (from.isPresent()) {
      // Those of the last one's key, some of which were shown.
      w.add("), same as materialized (");
      brief(w);
      w.add(" and a.low = (select k from last)").add(few());
    }
    w.add("), lasting as materialized (");
    lasting(w);
    w.add(few()).add("), several as materialized (");
    several(w);
    w.add("), page as (select u.stream, u.k, v.resource_id as id from (select * from brief");
    if (from.isPresent()) w.add(" union all select * from same");
    w.add(" union all select * from lasting union all select * from several) u");
    w.add(" join read.versions v on v.position = u.stream where true");
    if (from.isPresent()) {
      w.add(" and (u.k " + (descending ? "<" : ">") + " (select k from last)");
      w.add(" or u.k = (select k from last) and v.resource_id > (select id from last))");
    }
    w.add(" order by u.k" + direction() + ", v.resource_id limit ").sql.value(query.count() + 1L);
    w.add(") select tip.tip, greatest((select count(*) from brief), (select count(*) from");
    if (from.isPresent()) w.add(" same), (select count(*) from");
    w.add(" lasting), (select count(*) from several)) as raws, 0 as ranks, ");
    w.add(VersionRows.COLUMNS + " from tip left join page on true").current("page");
    w.add(" order by page.k" + direction() + ", page.id");
    return w.sql;
  }

  /** One more tells that they are too many. */
  private static String few() {
    return " limit " + (PageQuery.FEW + 1);
  }

  private String direction() {
    return descending ? " desc" : "";
  }

  /** The key and id of the last entry of the page before. */
  private void last(Writing w, long stream) {
    w.add(", last as materialized (select v.resource_id as id, (select ");
    w.add((descending ? "max" : "min") + "(l.low) from ").rows(Table.MOMENTS, "l");
    w.where(Table.MOMENTS, "l").add("l.source = ").sql.value(source);
    w.add(" and l.stream = v.position) as k from read.versions v where v.position = ");
    w.sql.value(stream).add(")");
  }

  private void brief(Writing w) {
    single(w);
    Compared.isBrief(w, "a", true);
    for (Span span : spans) Compared.brief(w.add(" and "), "a", span);
    w.probes(others, "a.stream");
  }

  private void lasting(Writing w) {
    single(w);
    Compared.isBrief(w, "a", false);
    for (Span span : spans) Compared.lasting(w.add(" and "), "a", span);
    w.probes(others, "a.stream");
  }

  private void single(Writing w) {
    w.add("select a.stream, a.low as k from ").rows(Table.MOMENTS, "a");
    w.where(Table.MOMENTS, "a").add("a.source = ").sql.value(source).add(" and a.ends = 3 and ");
  }

  private void several(Writing w) {
    w.add("select s.stream, (select " + (descending ? "max" : "min") + "(m.low) from ");
    w.rows(Table.MOMENTS, "m").where(Table.MOMENTS, "m");
    w.add("m.source = ").sql.value(source).add(" and m.stream = s.stream) as k from (");
    w.add("select distinct a.stream from ").rows(Table.MOMENTS, "a");
    w.where(Table.MOMENTS, "a").add("a.source = ").sql.value(source).add(" and a.ends <> 3 and ");
    Compared.span(w, "a", spans.getFirst(), 0);
    w.probes(spans.stream().skip(1).map(this::ofSeveral).toList(), "a.stream");
    w.probes(others, "a.stream").add(few()).add(") s");
  }

  private Cond ofSeveral(Span span) {
    return Fits.rows(
        Table.MOMENTS,
        List.of(source),
        Fits.MANY,
        (w, a) -> Compared.span(w.add(a + ".ends <> 3 and "), a, span, 0));
  }
}
