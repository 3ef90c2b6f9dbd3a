package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Cond.Plan;
import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Filter.Span;
import java.util.List;

/**
 * {@code _lastUpdated}: the current version's instant, found by its position, as instants rise with
 * positions.
 */
record Updates(short type, long now) {

  private static final int RANK = 15;

  /** All at once, as both ends of a window are of the same version. */
  Cond of(List<List<Span>> allOf) {
    return new Rows(
        Table.VERSIONS,
        (w, a) -> {
          w.add(a + ".type = ").sql.value((long) type);
          w.add("::smallint and " + a + ".status <> 204");
          for (List<Span> anyOf : allOf) any(w.add(" and "), a, anyOf);
          w.add(" and ").isCurrent(a);
        },
        RANK,
        () -> false,
        Plan.KEPT);
  }

  private void any(Writing w, String a, List<Span> anyOf) {
    w.add("(");
    String before = "";
    for (Span span : anyOf) {
      range(w.add(before), a, span);
      before = " or ";
    }
    w.add(")");
  }

  /** An instant is a single microsecond: its two ends are one. */
  private void range(Writing w, String a, Span span) {
    switch (span.prefix()) {
      case EQ -> between(w, a, span.low(), span.high());
      case NE -> between(w.add("not "), a, span.low(), span.high());
      case GT, SA -> from(w, a, span.high() + 1);
      case GE -> from(w, a, span.low());
      case LT, EB -> before(w, a, span.low());
      case LE -> before(w, a, span.high() + 1);
      case AP -> {
        long slack = Math.abs(now - span.low()) / 10;
        between(w, a, span.low() - slack, span.high() + slack);
      }
    }
  }

  private void between(Writing w, String a, long low, long high) {
    from(w.add("("), a, low);
    w.add(" and ");
    before(w, a, high + 1);
    w.add(")");
  }

  private void from(Writing w, String a, long micros) {
    bound(w, a, ">=", micros);
  }

  private void before(Writing w, String a, long micros) {
    bound(w, a, "<", micros);
  }

  /** By pairs, as only the index of both answers: else all types' versions would be walked. */
  private void bound(Writing w, String a, String compared, long micros) {
    w.add("(" + a + ".type, " + a + ".position) " + compared + " (").sql.value((long) type);
    w.add("::smallint, coalesce((select position from read.versions where recorded_at >= ");
    instant(w, micros).add(" order by recorded_at, position limit 1), 9223372036854775807))");
  }

  private static Writing instant(Writing w, long micros) {
    w.add("timestamptz 'epoch' + ").sql.value(micros).add(" * interval '1 microsecond'");
    return w;
  }
}
