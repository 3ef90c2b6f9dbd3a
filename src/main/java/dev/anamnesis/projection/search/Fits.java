package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Cond.Plan;
import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Filter.Target;
import dev.anamnesis.r4.search.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Conditions on the rows of one table. */
final class Fits {

  /** How many rows fit, by guess. */
  static final int FEW = 0;

  static final int SOME = 10;
  static final int MANY = 20;
  static final int MOST = 30;

  private Fits() {}

  static <T> Cond any(List<T> alternatives, Function<T, Cond> each) {
    return alternatives.size() == 1
        ? each.apply(alternatives.getFirst())
        : new Cond.Any(alternatives.stream().map(each).toList());
  }

  static Cond keys(List<Long> keys, int rank) {
    return keys(Among.of(keys), rank);
  }

  static Cond keys(Among keys, int rank) {
    if (keys.isNone()) return new Cond.Any(List.of());
    return new Rows(
        Table.TOKENS, (w, a) -> keys.write(w, a + ".key"), rank, keys::isOne, Plan.KEPT);
  }

  static Cond links(List<Long> sources, Among targets) {
    return new Rows(
        Table.LINKS,
        (w, a) -> {
          equal(w, a + ".source", sources);
          targets.write(w.add(" and "), a + ".target");
        },
        FEW + 1,
        () -> sources.size() == 1 && targets.isOne(),
        Plan.KEPT);
  }

  static Cond rows(Table table, List<Long> sources, int rank, BiConsumer<Writing, String> fit) {
    if (sources.isEmpty()) return new Cond.Any(List.of());
    return new Rows(
        table,
        (w, a) -> {
          equal(w, a + ".source", sources);
          fit.accept(w.add(" and "), a);
        },
        rank,
        () -> false,
        Plan.KEPT);
  }

  static void equal(Writing w, String column, List<Long> keys) {
    if (keys.size() == 1) w.add(column + " = ").sql.value(keys.getFirst());
    else w.add(column + " = any(").sql.values(keys).add(")");
  }

  static Cond text(List<Long> sources, Filter.Match match, String text) {
    String norm = Words.normal(text);
    String cut =
        norm.length() > RowSet.LONGEST_TEXT ? norm.substring(0, RowSet.LONGEST_TEXT) : norm;
    return rows(
        Table.TEXTS,
        sources,
        match == Filter.Match.CONTAINS ? MOST : SOME,
        (w, a) -> {
          switch (match) {
            case BEGINS -> {
              w.add(a + ".norm >= ").sql.value(cut);
              w.add(" and " + a + ".norm < ").sql.value(Lookups.past(cut));
            }
            case CONTAINS -> w.add("strpos(" + a + ".norm, ").sql.value(cut).add(") > 0");
            case EXACT -> {
              w.add(a + ".norm = ").sql.value(cut);
              w.add(" and coalesce(" + a + ".exact, " + a + ".norm) = ").sql.value(text);
            }
          }
        });
  }

  static List<Long> refs(List<Target> targets) {
    var refs = new ArrayList<Long>();
    for (Target target : targets) {
      switch (target) {
        case Target.Local(var among, var id) -> among.forEach(of -> refs.add(Keys.ref(of, id)));
        case Target.Url(var url) -> refs.add(Keys.url(url));
      }
    }
    return refs;
  }
}
