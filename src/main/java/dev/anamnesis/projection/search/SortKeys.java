package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Query.SortKey;
import dev.anamnesis.r4.search.SearchParameter.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what an answer is ordered by: of several values the first when it rises, the last when it
 * falls; what has none comes last; ties by id. What nobody sorted comes newest first.
 */
final class SortKeys {

  private SortKeys() {}

  /** Joins that give {@code k0}, {@code k1} … for the streams of {@code c}. */
  static void joins(Writing w, List<SortKey> keys) {
    for (int at = 0; at < keys.size(); at++) {
      w.add(" left join lateral (");
      key(w, keys.get(at));
      w.add(") k" + at + " on true");
    }
    if (isById(keys)) {
      w.add(" left join lateral (select v.resource_id as id from read.versions v");
      w.add(" where v.position = c.stream) i on true");
    }
  }

  /** No two resources are of the same position, or of the same type and id. */
  private static boolean isById(List<SortKey> keys) {
    return keys.stream()
            .map(key -> key.parameter().code())
            .noneMatch(code -> code.equals("_id") || code.equals("_lastUpdated"))
        && !keys.isEmpty();
  }

  static String order(List<SortKey> keys) {
    var order = new ArrayList<String>();
    for (int at = 0; at < keys.size(); at++) {
      order.add("k" + at + ".k " + (keys.get(at).descending() ? "desc" : "asc") + " nulls last");
    }
    if (isById(keys)) order.add("i.id");
    order.add("c.stream desc");
    return String.join(", ", order);
  }

  private static void key(Writing w, SortKey key) {
    String best = key.descending() ? "max" : "min";
    List<Long> sources = key.parameter().sources().stream().map(Source::id).toList();
    switch (key.parameter().code()) {
      case "_id" ->
          w.add("select resource_id as k from read.versions v where v.position = c.stream");
      case "_lastUpdated" -> {
        w.add("select max(v.position) as k from read.versions v where v.stream = c.stream");
        w.upTo("v");
      }
      default -> {
        String a = w.alias();
        switch (key.parameter().kind()) {
          case DATE -> column(w, best + "(" + a + ".low)", Table.MOMENTS, a, sources);
          case NUMBER, QUANTITY -> column(w, best + "(" + a + ".low)", Table.AMOUNTS, a, sources);
          case STRING -> column(w, best + "(" + a + ".norm)", Table.TEXTS, a, sources);
          case TOKEN, URI -> {
            w.add("select " + best + "(d.code) as k from search.codes d join ");
            w.rows(Table.TOKENS, a).add(" on " + a + ".key = d.key");
            w.where(Table.TOKENS, a).add("d.source = any(");
            w.sql.values(sources).add(") and " + a + ".stream = c.stream");
          }
          case REFERENCE, COMPOSITE, SPECIAL ->
              throw new IllegalStateException("nothing is sorted by that");
        }
      }
    }
  }

  private static void column(Writing w, String what, Table table, String a, List<Long> sources) {
    w.add("select " + what + " as k from ").rows(table, a);
    w.where(table, a).add(a + ".source = any(").sql.values(sources);
    w.add(") and " + a + ".stream = c.stream");
  }
}
