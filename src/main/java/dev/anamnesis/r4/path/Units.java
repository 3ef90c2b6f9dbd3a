package dev.anamnesis.r4.path;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The units quantities can be compared across: those of time, mass, length and volume. */
final class Units {

  static final String UCUM = "http://unitsofmeasure.org";

  private static final Map<String, String> CALENDAR =
      Map.ofEntries(
          Map.entry("year", "a"),
          Map.entry("years", "a"),
          Map.entry("month", "mo"),
          Map.entry("months", "mo"),
          Map.entry("week", "wk"),
          Map.entry("weeks", "wk"),
          Map.entry("day", "d"),
          Map.entry("days", "d"),
          Map.entry("hour", "h"),
          Map.entry("hours", "h"),
          Map.entry("minute", "min"),
          Map.entry("minutes", "min"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("millisecond", "ms"),
          Map.entry("milliseconds", "ms"));

  /** A unit as so many of another one. */
  private record Scale(String base, BigDecimal factor) {}

  private static final Map<String, Scale> SCALES =
      Map.ofEntries(
          scale("ms", "s", "0.001"),
          scale("s", "s", "1"),
          scale("min", "s", "60"),
          scale("h", "s", "3600"),
          scale("d", "s", "86400"),
          scale("wk", "s", "604800"),
          scale("mo", "mo", "1"),
          scale("a", "mo", "12"),
          scale("ug", "g", "0.000001"),
          scale("mg", "g", "0.001"),
          scale("g", "g", "1"),
          scale("kg", "g", "1000"),
          scale("mm", "m", "0.001"),
          scale("cm", "m", "0.01"),
          scale("m", "m", "1"),
          scale("km", "m", "1000"),
          scale("uL", "L", "0.000001"),
          scale("mL", "L", "0.001"),
          scale("dL", "L", "0.1"),
          scale("L", "L", "1"));

  private Units() {}

  private static Map.Entry<String, Scale> scale(String unit, String base, String factor) {
    return Map.entry(unit, new Scale(base, new BigDecimal(factor)));
  }

  /** The code of a calendar word such as {@code days}; null for any other word. */
  static @Nullable String calendar(String word) {
    return CALENDAR.get(word);
  }

  static String code(String unit) {
    return CALENDAR.getOrDefault(unit, unit);
  }

  /** Null where the units are not known to measure the same. */
  static @Nullable Integer compare(Scalar.Amount left, Scalar.Amount right) {
    String from = code(left.unit());
    String to = code(right.unit());
    if (from.equals(to)) return left.value().compareTo(right.value());
    Scale one = SCALES.get(from);
    Scale other = SCALES.get(to);
    if (one == null || other == null || !one.base().equals(other.base())) return null;
    return left.value().multiply(one.factor()).compareTo(right.value().multiply(other.factor()));
  }
}
