package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Cond.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Writes conditions as SQL, on what holds now or on what held at a position. */
final class Writing {

  final Sql sql = new Sql();
  private final OptionalLong at;
  private final boolean whole;
  private int aliases;

  /**
   * @param at the position; empty for now
   */
  Writing(OptionalLong at) {
    this(at, false);
  }

  private Writing(OptionalLong at, boolean whole) {
    this.at = at;
    this.whole = whole;
  }

  /** All in one statement, in the order it is written in, whose plan is good for any values. */
  static Writing whole(OptionalLong at) {
    var w = new Writing(at, true);
    w.sql.keep(true);
    return w;
  }

  boolean isWhole() {
    return whole;
  }

  String alias() {
    return "t" + aliases++;
  }

  Writing add(String text) {
    sql.add(text);
    return this;
  }

  /** The table under an alias; which of its rows count {@link #where} says. */
  Writing rows(Table table, String alias) {
    if (table == Table.VERSIONS) return add("read.versions " + alias);
    if (at.isEmpty()) return add("search." + table.name + ' ' + alias);
    // The two are one to the planner only without a condition of their own.
    add("(select " + table.columns + ", since, 9223372036854775807 as until from search.");
    add(table.name + " union all select " + table.columns + ", since, until from search.");
    return add(table.name + "_past) " + alias);
  }

  /** Begins the condition on a table's rows: those that hold. Something must follow. */
  Writing where(Table table, String alias) {
    return add(" where ").held(table, alias);
  }

  /** Those that hold, and what follows. */
  Writing held(Table table, String alias) {
    if (table == Table.VERSIONS || at.isEmpty()) return this;
    // A stream is named by its first position: younger ones are not looked at.
    sql.add(alias + ".stream <= ").value(at.getAsLong());
    sql.add(" and " + alias + ".since <= ").value(at.getAsLong());
    sql.add(" and " + alias + ".until > ").value(at.getAsLong()).add(" and ");
    return this;
  }

  /** No later version of the same resource is there yet. */
  Writing isCurrent(String alias) {
    add("not exists (select 1 from read.versions n where n.stream = " + alias + ".stream");
    add(" and n.version = " + alias + ".version + 1");
    return upTo("n").add(")").upTo(alias);
  }

  /** The position the answer is of. */
  Writing tip(OptionalLong position) {
    if (position.isEmpty())
      return add("select coalesce(max(position), 0) as tip from read.versions");
    add("select ").sql.value(position.getAsLong()).add("::bigint as tip");
    return this;
  }

  /** The streams of all types that meet their conditions. */
  Writing streams(ResourceTypes types, Map<String, List<Cond>> conds) {
    String before = "";
    for (var of : conds.entrySet()) {
      add(before).add("(").streams(types.code(of.getKey()), of.getValue()).add(")");
      before = " union all ";
    }
    return this;
  }

  /** Joins {@code v}, the version that is current at {@code tip}, to an alias with a stream. */
  Writing current(String alias) {
    add(" left join lateral (select * from read.versions v where v.stream = " + alias + ".stream");
    return add(" and v.position <= tip.tip order by v.position desc limit 1) v on true");
  }

  /** Of versions: those there are at the position. */
  Writing upTo(String alias) {
    if (at.isPresent()) sql.add(" and " + alias + ".position <= ").value(at.getAsLong());
    return this;
  }

  /** The condition on a stream. */
  Writing probe(Cond cond, String stream) {
    switch (cond) {
      case Cond.Rows(var table, var fit, int rank, var ordered, var plan) -> {
        String alias = alias();
        add("exists (select 1 from ").rows(table, alias).where(table, alias);
        fit.write(this, alias);
        add(" and " + alias + ".stream = " + stream);
        // An offset keeps it from being joined: it is asked of one stream after the other.
        add(whole ? " offset 0)" : ")");
      }
      case Cond.Not(Cond inner) -> add("not ").probe(inner, stream);
      case Cond.Any(var conds) -> list(conds, " or ", "false", stream);
      case Cond.All(var conds) -> list(conds, " and ", "true", stream);
    }
    return this;
  }

  private void list(List<Cond> conds, String between, String none, String stream) {
    add("(");
    String before = conds.isEmpty() ? none : "";
    for (Cond cond : conds) {
      add(before).probe(cond, stream);
      before = between;
    }
    add(conds.isEmpty() ? before : "").add(")");
  }

  Writing probes(List<Cond> conds, String stream) {
    for (Cond cond : conds) add(" and ").probe(cond, stream);
    return this;
  }

  /**
   * The streams of a type that meet all conditions, as a select; one may come twice. Begins with
   * the rows that are the fewest by guess.
   */
  Writing streams(short type, List<Cond> conds) {
    Optional<Cond> anchor = anchor(conds);
    if (anchor.isEmpty()) {
      String alias = alias();
      add("select " + alias + ".stream from ").rows(Table.CARDS, alias);
      where(Table.CARDS, alias).add(alias + ".type = ").sql.value((long) type).add("::smallint");
      return probes(conds, alias + ".stream");
    }
    var others = conds.stream().filter(cond -> cond != anchor.get()).toList();
    return anchored(anchor.get(), others);
  }

  /** By which they are looked up. */
  static Optional<Cond> anchor(List<Cond> conds) {
    return anchors(conds).findFirst();
  }

  /** By which they can be; those that few meet, by guess, before the others. */
  static Stream<Cond> anchors(List<Cond> conds) {
    return conds.stream().filter(Writing::isAnchor).sorted(Comparator.comparingInt(Writing::rank));
  }

  private Writing anchored(Cond anchor, List<Cond> others) {
    switch (anchor) {
      case Cond.Rows(var table, var fit, int rank, var ordered, var plan) -> {
        String alias = alias();
        add("select " + alias + ".stream from ").rows(table, alias).where(table, alias);
        fit.write(this, alias);
        probes(others, alias + ".stream");
      }
      case Cond.Any(var conds) -> {
        String before = "";
        for (Cond cond : conds) {
          add(before).anchored(cond, others);
          before = " union all ";
        }
      }
      case Cond.All(var conds) -> {
        Cond first =
            conds.stream()
                .filter(Writing::isAnchor)
                .min(Comparator.comparingInt(Writing::rank))
                .orElseThrow();
        var rest = new java.util.ArrayList<>(others);
        conds.stream().filter(cond -> cond != first).forEach(rest::add);
        anchored(first, rest);
      }
      case Cond.Not(Cond cond) ->
          throw new IllegalStateException("a negation finds nothing by itself");
    }
    return this;
  }

  /** The newest streams of a type that meet all conditions, before one; walked along an index. */
  Writing newest(short type, List<Cond> conds, OptionalLong before, int limit) {
    Optional<Cond.Rows> ordered =
        conds.stream()
            .filter(Cond.Rows.class::isInstance)
            .map(Cond.Rows.class::cast)
            .filter(rows -> rows.ordered().getAsBoolean())
            .min(Comparator.comparingInt(Cond.Rows::rank));
    Table table = ordered.map(Cond.Rows::table).orElse(Table.CARDS);
    String alias = alias();
    add("(select " + alias + ".stream from ").rows(table, alias).where(table, alias);
    if (ordered.isPresent()) ordered.get().fit().write(this, alias);
    else add(alias + ".type = ").sql.value((long) type).add("::smallint");
    if (before.isPresent()) add(" and " + alias + ".stream < ").sql.value(before.getAsLong());
    probes(
        conds.stream().filter(cond -> ordered.isEmpty() || cond != ordered.get()).toList(),
        alias + ".stream");
    add(" order by " + alias + ".stream desc limit ").sql.value((long) limit);
    return add(")");
  }

  /** Whether streams can be found by it. */
  static boolean isAnchor(Cond cond) {
    return switch (cond) {
      case Cond.Rows rows -> true;
      case Cond.Not not -> false;
      case Cond.Any(var conds) -> !conds.isEmpty() && conds.stream().allMatch(Writing::isAnchor);
      case Cond.All(var conds) -> conds.stream().anyMatch(Writing::isAnchor);
    };
  }

  static int rank(Cond cond) {
    return switch (cond) {
      case Cond.Rows rows -> rows.rank();
      case Cond.Not not -> Integer.MAX_VALUE;
      case Cond.Any(var conds) -> conds.stream().mapToInt(Writing::rank).max().orElse(0);
      case Cond.All(var conds) ->
          conds.stream()
              .filter(Writing::isAnchor)
              .mapToInt(Writing::rank)
              .min()
              .orElse(Integer.MAX_VALUE);
    };
  }
}
