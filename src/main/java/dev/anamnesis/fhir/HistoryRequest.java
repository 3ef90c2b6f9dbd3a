package dev.anamnesis.fhir;

import dev.anamnesis.projection.HistoryQuery;
import dev.anamnesis.projection.HistoryQuery.Cursor;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.projection.ResourceTypes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads the parameters of {@code _history} (https://hl7.org/fhir/R4/http.html#history). What it
 * does not understand it refuses, or leaves out where the client prefers lenient handling.
 */
final class HistoryRequest {

  static final String CURSOR = "_cursor";
  static final int DEFAULT_COUNT = 50;
  static final int MOST = 1000;

  private static final Set<String> KNOWN =
      Set.of(
          "_since",
          "_at",
          "_count",
          "_type",
          "_sort",
          CURSOR,
          "_format",
          "_pretty",
          "_summary",
          "_elements");

  private HistoryRequest() {}

  static HistoryQuery read(Ask ask, Scope scope, ResourceTypes types) {
    refuseUnknown(ask, scope);
    var since = ask.one("_since").map(HistoryRequest::instant);
    var during = AtParameter.read(ask.values("_at"));
    if (since.isPresent() && during.isPresent()) {
      throw Outcomes.invalid(
          "bad-parameter", "Give _since or _at: _at=ge2026-01-31 begins at a date as well.");
    }
    return new HistoryQuery(
        scoped(ask, scope, types),
        since,
        during,
        count(ask),
        order(ask),
        ask.one(CURSOR).map(HistoryRequest::cursor));
  }

  private static void refuseUnknown(Ask ask, Scope scope) {
    String prefer = ask.headers().get("Prefer");
    if (prefer != null && prefer.contains("handling=lenient")) return;
    for (String name : ask.parameters().keySet()) {
      boolean known =
          KNOWN.contains(name) && (!name.equals("_type") || scope instanceof Scope.System);
      if (!known) {
        throw Outcomes.invalid(
            "unknown-parameter",
            "This _history does not know one of the parameters. It takes _since, _at, _count, _sort"
                + (scope instanceof Scope.System ? ", _type" : "")
                + " and _format, _pretty, _summary, _elements.");
      }
    }
  }

  private static Scope scoped(Ask ask, Scope scope, ResourceTypes types) {
    if (!(scope instanceof Scope.System)) return scope;
    List<String> values = ask.values("_type");
    if (values.isEmpty()) return scope;
    List<String> names = values.stream().flatMap(v -> Arrays.stream(v.split(","))).toList();
    if (names.isEmpty() || !names.stream().allMatch(types::knows)) {
      throw Outcomes.invalid(
          "bad-parameter",
          "_type takes R4 resource types, separated by commas: _type=Patient,Encounter.");
    }
    return new Scope.Types(names);
  }

  private static int count(Ask ask) {
    return ask.one("_count")
        .map(
            text -> {
              if (!text.matches("\\d{1,9}")) {
                throw Outcomes.invalid("bad-parameter", "_count takes a whole number from 0.");
              }
              return Math.min(MOST, Integer.parseInt(text));
            })
        .orElse(DEFAULT_COUNT);
  }

  private static Order order(Ask ask) {
    return ask.one("_sort")
        .map(
            sort ->
                switch (sort) {
                  case "_lastUpdated" -> Order.OLDEST_FIRST;
                  case "-_lastUpdated" -> Order.NEWEST_FIRST;
                  default ->
                      throw Outcomes.invalid(
                          "bad-parameter", "_sort takes _lastUpdated or -_lastUpdated.");
                })
        .orElse(Order.NEWEST_FIRST);
  }

  private static Cursor cursor(String token) {
    return Cursors.read(token)
        .orElseThrow(
            () ->
                Outcomes.invalid(
                    "bad-parameter",
                    "_cursor is not one of this server's: follow its links unchanged."));
  }

  /**
   * An instant, or a date with less precision, which means its beginning, in UTC where no zone is
   * told.
   */
  static Instant instant(String text) {
    return Periods.of("_since", text).from();
  }
}
