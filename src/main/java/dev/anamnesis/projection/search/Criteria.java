package dev.anamnesis.projection.search;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** What a conditional interaction is about: a type's resources that match, as they are now. */
public final class Criteria {

  /** Written in JSON as it is; truth values may be told of what is merely there. */
  private static final Pattern PLAIN = Pattern.compile("(?!(true|false)$)[\\w.:-]+");

  private final String type;
  private final List<Filter> filters;
  private final Definitions definitions;
  private final ResourceTypes types;
  private final VersionRows rows;
  private final boolean approximate;
  private final Set<String> concerned = new HashSet<>();

  /**
   * @param approximate a date is compared with {@code ap}
   */
  Criteria(
      String type,
      List<Filter> filters,
      boolean approximate,
      Definitions definitions,
      ResourceTypes types,
      VersionRows rows) {
    this.approximate = approximate;
    this.rows = rows;
    this.type = type;
    this.filters = List.copyOf(filters);
    this.definitions = definitions;
    this.types = types;
    concerned.add(type);
    filters.forEach(this::concern);
  }

  /** A commit in whose versions none of the wanted codes stands has no say in who matches. */
  private boolean mayMatch(Commit commit) {
    if (concerned.size() > 1) return true;
    for (Filter filter : filters) {
      if (filter instanceof Filter.Token(var p, var codes)
          && codes.stream().noneMatch(code -> mayHave(commit, code))) return false;
    }
    return true;
  }

  private static boolean mayHave(Commit commit, Filter.Code code) {
    Optional<String> wanted = code.code().filter(text -> PLAIN.matcher(text).matches());
    return wanted.isEmpty()
        || stands(wanted.get(), commit.before())
        || stands(wanted.get(), commit.after());
  }

  private static boolean stands(String text, Existence version) {
    return version.last().members().values().stream().anyMatch(json -> json.contains(text));
  }

  private void concern(Filter filter) {
    switch (filter) {
      case Filter.Chain(var p, var byType) -> {
        concerned.addAll(byType.keySet());
        byType.values().forEach(this::concern);
      }
      case Filter.Has(var p, Filter inner) -> {
        concerned.add(p.type());
        concern(inner);
      }
      case Filter.Not(Filter inner) -> concern(inner);
      case Filter.InList list -> concerned.add("List");
      case Filter.Ids f -> {}
      case Filter.Updated f -> {}
      case Filter.Token f -> {}
      case Filter.Term f -> {
        concerned.add("ValueSet");
        concerned.add("CodeSystem");
      }
      case Filter.Called f -> {}
      case Filter.OfType f -> {}
      case Filter.Text f -> {}
      case Filter.Date f -> {}
      case Filter.Between f -> {}
      case Filter.Amount f -> {}
      // What refers to a record is found by the one it was merged into.
      case Filter.Reference(var p, var targets) -> {
        if (FilterReader.targets(p).contains("Patient")) concerned.add("Patient");
      }
      case Filter.Logical f -> {}
      case Filter.Uri f -> {}
      case Filter.Composite f -> {}
      case Filter.Missing f -> {}
      case Filter.Within f -> concerned.add("Patient");
      case Filter.Person f -> concerned.add("Patient");
    }
  }

  /**
   * The resources that match, as the transaction sees them; the oldest first.
   *
   * @param most of them
   */
  public List<StreamId> matches(Handle handle, int most) {
    return matches(handle, most, OptionalLong.empty());
  }

  /**
   * @param at the position they matched at; empty for now
   */
  List<StreamId> matches(Handle handle, int most, OptionalLong at) {
    var lookups = new Lookups(handle, at);
    SearchParameters known = definitions.known(handle);
    var terms = new Terms(handle, rows, known, at);
    long now = approximate ? Positions.micros(handle, at.orElse(Long.MAX_VALUE)) : 0;
    var persons = new Persons(handle, at);
    var conds = new Compiler(known, types, lookups, terms, persons, now).all(type, filters);
    var w = Cond.areKept(conds) && Cond.areFew(conds) ? Writing.whole(at) : new Writing(at);
    w.add("select v.resource_id from (select distinct stream from (");
    w.streams(types.code(type), conds);
    w.add(") s order by stream limit ").sql.value((long) most);
    w.add(") m join read.versions v on v.position = m.stream order by m.stream");
    var found = new ArrayList<StreamId>();
    Run.query(handle, w.sql, row -> found.add(new StreamId(type, row.getString(1))));
    return found;
  }

  /**
   * Holds while the very same match.
   *
   * @param most of them
   */
  public Guard stays(List<StreamId> matched, int most) {
    return new Guard() {
      @Override
      public boolean concerns(Commit commit) {
        return concerned.contains(commit.stream().type()) && mayMatch(commit);
      }

      @Override
      public boolean holds(Handle transaction) {
        return matches(transaction, most).equals(matched);
      }
    };
  }
}
