package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.VersionRows.Stored;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Query.Include;
import dev.anamnesis.r4.search.SearchKind;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameter.Source;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What is shown besides a page's matches (https://hl7.org/fhir/R4/search.html#include). */
final class Includes {

  /** More are not included; the answer says so. */
  static final int MOST = 2_000;

  /** References are followed so many times. */
  static final int DEEPEST = 6;

  private final Handle handle;
  private final VersionRows rows;
  private final ResourceTypes types;
  private final SearchParameters parameters;
  private final long position;

  Includes(
      Handle handle,
      VersionRows rows,
      ResourceTypes types,
      SearchParameters parameters,
      long position) {
    this.handle = handle;
    this.rows = rows;
    this.types = types;
    this.parameters = parameters;
    this.position = position;
  }

  record Found(List<Stored> versions, boolean cut) {}

  /** Of a stream and its type. */
  record Item(long stream, String type) {
    static Item of(Stored version) {
      return new Item(version.recorded().born(), version.recorded().stream().type());
    }
  }

  Found of(List<Include> includes, List<Stored> matches) {
    if (includes.isEmpty() || matches.isEmpty()) return new Found(List.of(), false);
    var seen = new HashSet<Long>();
    var fresh = new ArrayList<Item>();
    for (Stored match : matches) {
      seen.add(match.recorded().born());
      fresh.add(Item.of(match));
    }
    var included = new ArrayList<Stored>();
    List<Item> from = fresh;
    for (int depth = 0; depth < DEEPEST && !from.isEmpty(); depth++) {
      var next = new ArrayList<Item>();
      for (Include include : includes) {
        if (depth > 0 && !include.iterate()) continue;
        for (Stored found : step(include, from)) {
          if (seen.add(found.recorded().born())) {
            next.add(Item.of(found));
            included.add(found);
          }
        }
      }
      from = next;
    }
    boolean cut = included.size() > MOST;
    return new Found(cut ? included.subList(0, MOST) : included, cut);
  }

  private List<Stored> step(Include include, List<Item> from) {
    return include.reverse() ? referring(include, from) : referred(include, from);
  }

  private List<Stored> referred(Include include, List<Item> from) {
    return referredSql(include, from).map(this::versions).orElse(List.of());
  }

  /** Empty where nothing there refers so. */
  Optional<Sql> referredSql(Include include, List<Item> from) {
    Set<Long> streams = new LinkedHashSet<>();
    Set<String> sources = new LinkedHashSet<>();
    for (Item item : from) {
      if (include.source().filter(type -> !type.equals(item.type())).isEmpty()) {
        streams.add(item.stream());
        sources.add(item.type());
      }
    }
    if (streams.isEmpty()) return Optional.empty();
    var w = new Writing(OptionalLong.of(position));
    w.add("select distinct c.stream, c.type from ").rows(Table.LINKS, "l").add(" join ");
    w.rows(Table.CARDS, "c").add(" on c.ref = l.target").where(Table.LINKS, "l");
    w.held(Table.CARDS, "c").add("l.stream = any(").sql.values(streams);
    w.add(") and l.source = any(").sql.values(ids(include, sources)).add(")");
    targets(w, include);
    return Optional.of(ordered(w));
  }

  /** Those the parameter may refer to; one type where it is told. */
  private void targets(Writing w, Include include) {
    Set<String> allowed =
        include.targets().isEmpty()
            ? include
                .code()
                .flatMap(code -> parameters.find(include.source().orElseThrow(), code))
                .map(FilterReader::targets)
                .orElse(Set.of())
            : include.targets();
    if (allowed.isEmpty()) return;
    w.add(" and c.type = any(")
        .sql
        .values(allowed.stream().map(t -> (long) types.code(t)).toList());
    w.add("::smallint[])");
  }

  private List<Stored> referring(Include include, List<Item> from) {
    return referringSql(include, from).map(this::versions).orElse(List.of());
  }

  /** Empty where nothing can refer to it. */
  Optional<Sql> referringSql(Include include, List<Item> from) {
    Set<Long> streams = new LinkedHashSet<>();
    for (Item item : from) {
      if (include.targets().isEmpty() || include.targets().contains(item.type())) {
        streams.add(item.stream());
      }
    }
    if (streams.isEmpty()) return Optional.empty();
    String source = include.source().orElseThrow();
    var w = new Writing(OptionalLong.of(position));
    w.add("select distinct l.stream, ").sql.value((long) types.code(source));
    List<Long> among =
        from.stream().map(Item::type).distinct().map(type -> (long) types.code(type)).toList();
    w.add("::smallint as type from (select c.ref from ");
    cards(w, "c", "", streams, among);
    if (among.contains((long) types.code("Patient"))) {
      // What refers to a record that was merged into it is found by it, as in a search.
      w.add(" union all select m.replaced_ref from ");
      cards(w, "k", " join read.merges m on m.survivor_ref = k.ref", streams, among);
      new Persons(handle, OptionalLong.of(position)).holds(w.add(" and "), "m");
    }
    w.add(") o join ").rows(Table.LINKS, "l").add(" on l.target = o.ref").where(Table.LINKS, "l");
    w.add("l.source = any(").sql.values(ids(include, Set.of(source))).add(")");
    return Optional.of(ordered(w));
  }

  private static void cards(
      Writing w, String alias, String joined, Set<Long> streams, List<Long> among) {
    w.rows(Table.CARDS, alias).add(joined).where(Table.CARDS, alias);
    w.add(alias + ".stream = any(").sql.values(streams);
    w.add(") and " + alias + ".type = any(").sql.values(among).add("::smallint[])");
  }

  private List<Long> ids(Include include, Collection<String> sourceTypes) {
    var ids = new LinkedHashSet<Long>();
    for (String type : sourceTypes) {
      for (SearchParameter parameter : parameters.of(type).values()) {
        boolean meant =
            parameter.kind() == SearchKind.REFERENCE
                && include.code().filter(code -> !code.equals(parameter.code())).isEmpty();
        if (meant) parameter.sources().stream().map(Source::id).forEach(ids::add);
      }
    }
    return List.copyOf(ids);
  }

  /** Each as it was at the position. */
  private Sql ordered(Writing w) {
    w.add(" order by stream limit ").sql.value(MOST + 1L);
    var sql = new Sql().keep(true).add("select " + VersionRows.COLUMNS + " from (").add(w.sql);
    sql.add(") s cross join lateral (select * from read.versions v where v.stream = s.stream");
    sql.add(" and v.position <= ").value(position).add(" order by v.position desc limit 1) v");
    return sql;
  }

  private List<Stored> versions(Sql sql) {
    var found = new ArrayList<Stored>();
    Run.query(handle, sql, row -> found.add(rows.stored(row)));
    found.sort(Comparator.comparingLong(version -> version.recorded().born()));
    return found;
  }
}
