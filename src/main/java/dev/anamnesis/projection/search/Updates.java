package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Filter.Span;

/**
 * {@code _lastUpdated}: the current version's instant, found by its position, as instants rise with
 * positions.
 */
record Updates(short type, long now) {

  private static final int RANK = 15;

  Cond of(Span span) {
    return new Rows(
        Table.VERSIONS,
        (w, a) -> {
          w.add(a + ".type = ")
              .sql
              .value((long) type)
              .add("::smallint and " + a + ".status <> 204");
          w.add(" and ");
          range(w, a, span);
          w.add(" and ").isCurrent(a);
        },
        RANK);
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

  private static void between(Writing w, String a, long low, long high) {
    from(w.add("("), a, low);
    w.add(" and ");
    before(w, a, high + 1);
    w.add(")");
  }

  private static void from(Writing w, String a, long micros) {
    w.add(a + ".position >= coalesce((select position from read.versions where recorded_at >= ");
    instant(w, micros).add(" order by recorded_at, position limit 1), 9223372036854775807)");
  }

  private static void before(Writing w, String a, long micros) {
    w.add(a + ".position < coalesce((select position from read.versions where recorded_at >= ");
    instant(w, micros).add(" order by recorded_at, position limit 1), 9223372036854775807)");
  }

  private static Writing instant(Writing w, long micros) {
    w.add("timestamptz 'epoch' + ").sql.value(micros).add(" * interval '1 microsecond'");
    return w;
  }
}
