package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Filter.Measure;
import dev.anamnesis.projection.search.Filter.Span;
import dev.anamnesis.projection.search.Filter.Unit;

/**
 * The prefixes' rules as SQL on a row's low and high ends
 * (https://hl7.org/fhir/R4/search.html#prefix).
 */
final class Compared {

  /** Rows at least this long are found by an index of their own. */
  private static final long LONG = 86_400_000_000L;

  private Compared() {}

  /**
   * @param now for {@code ap}: a tenth of how long ago it is counts as the same
   */
  static void span(Writing w, String alias, Span span, long now) {
    String low = alias + ".low";
    String high = alias + ".high";
    switch (span.prefix()) {
      case GT, GE -> after(w, alias, end(span), () -> rule(w, alias, span));
      case EQ, NE, LT, LE, SA, EB -> rule(w, alias, span);
      case AP -> {
        long slack = Math.abs(now - span.low()) / 10;
        long from = span.low() - slack;
        w.add(low + " <= ").sql.value(span.high() + slack).add(" and ");
        after(w, alias, from - 1, () -> w.add(high + " >= ").sql.value(from));
      }
    }
  }

  /** Of rows shorter than a day, as a range of their low ends. */
  static void brief(Writing w, String alias, Span span) {
    if (isOpen(span)) w.add(alias + ".low > ").sql.value(end(span) - LONG).add(" and ");
    rule(w, alias, span);
  }

  /** Of the others, as a range of their high ends. */
  static void lasting(Writing w, String alias, Span span) {
    if (isOpen(span)) w.add(alias + ".high > ").sql.value(end(span)).add(" and ");
    rule(w, alias, span);
  }

  /** Whether rows are shorter than a day. */
  static Writing isBrief(Writing w, String alias, boolean is) {
    return w.add(alias + ".high - " + alias + ".low " + (is ? "< " : ">= ") + LONG);
  }

  private static boolean isOpen(Span span) {
    return span.prefix() == Filter.Prefix.GT || span.prefix() == Filter.Prefix.GE;
  }

  private static long end(Span span) {
    return span.prefix() == Filter.Prefix.GT ? span.high() : span.low() - 1;
  }

  private static void rule(Writing w, String alias, Span span) {
    String low = alias + ".low";
    String high = alias + ".high";
    switch (span.prefix()) {
      case EQ -> within(w, low, high, span);
      case NE -> within(w.add("not "), low, high, span);
      case GT -> w.add(high + " > ").sql.value(span.high());
      case GE -> {
        w.add("(" + high + " > ").sql.value(span.high()).add(" or ");
        within(w, low, high, span);
        w.add(")");
      }
      case LT -> w.add(low + " < ").sql.value(span.low());
      case LE -> {
        w.add(low + " <= ").sql.value(span.high());
        w.add(" and (" + low + " < ").sql.value(span.low()).add(" or ");
        within(w, low, high, span);
        w.add(")");
      }
      case SA -> w.add(low + " > ").sql.value(span.high());
      case EB -> {
        w.add(high + " < ").sql.value(span.low());
        w.add(" and " + low + " < ").sql.value(span.low());
      }
      case AP -> throw new IllegalStateException("what is about a time has its own rule");
    }
  }

  private static void within(Writing w, String low, String high, Span span) {
    w.add("(" + low + " >= ").sql.value(span.low()).add(" and " + low + " <= ").value(span.high());
    w.add(" and " + high + " <= ").sql.value(span.high()).add(")");
  }

  /**
   * Rows that end after a time: the short ones by when they begin, the long ones by when they end,
   * each by its index.
   */
  private static void after(Writing w, String alias, long time, Runnable rule) {
    w.add("((" + alias + ".low > ").sql.value(time - LONG).add(" and ");
    rule.run();
    w.add(") or (" + alias + ".high - " + alias + ".low >= " + LONG + " and " + alias + ".high > ");
    w.sql.value(time).add(" and ");
    rule.run();
    w.add("))");
  }

  static void measure(Writing w, String alias, Measure measure) {
    number(w, alias + ".low", alias + ".high", measure);
    measure.unit().ifPresent(unit -> unit(w, alias, unit));
  }

  /** Between columns; both the same for a single number. */
  static void number(Writing w, String low, String high, Measure m) {
    switch (m.prefix()) {
      case EQ -> within(w, low, high, m, " < ");
      case NE -> within(w.add("not "), low, high, m, " < ");
      case GT -> above(w, low, high, " > ", m.value());
      case GE -> above(w, low, high, " >= ", m.value());
      case LT -> w.add(low + " < ").sql.value(m.value());
      case LE -> w.add(low + " <= ").sql.value(m.value());
      case SA -> w.add(low + " > ").sql.value(m.value());
      case EB -> w.add(high + " < ").sql.value(m.value());
      case AP -> {
        w.add("(" + low + " <= ").sql.value(m.high());
        w.add(" and " + high + " >= ").sql.value(m.low()).add(")");
      }
    }
  }

  /** Single numbers are found by their low end, the others by their high one. */
  private static void above(Writing w, String low, String high, String than, double value) {
    w.add("(" + low + than).sql.value(value);
    w.add(" or (" + high + " > " + low + " and " + high + than).sql.value(value).add("))");
  }

  private static void within(Writing w, String low, String high, Measure m, String below) {
    w.add("(" + low + " >= ").sql.value(m.low());
    w.add(" and " + low + below).sql.value(m.high());
    w.add(" and " + high + below).sql.value(m.high()).add(")");
  }

  private static void unit(Writing w, String alias, Unit unit) {
    if (unit.system().isPresent()) {
      w.add(" and " + alias + ".unit = ").sql.value(Keys.unit(unit.system().get(), unit.code()));
    } else {
      w.add(" and (" + alias + ".code = ").sql.value(Keys.word(unit.code()));
      w.add(" or " + alias + ".human = ").sql.value(Keys.word(unit.code())).add(")");
    }
  }
}
