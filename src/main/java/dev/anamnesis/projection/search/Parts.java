package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Filter.Code;
import dev.anamnesis.projection.search.Filter.Measure;
import dev.anamnesis.projection.search.Filter.Prefix;
import dev.anamnesis.projection.search.Filter.Span;
import dev.anamnesis.projection.search.Filter.Target;
import dev.anamnesis.projection.search.Filter.Unit;
import dev.anamnesis.r4.search.Moments;
import dev.anamnesis.r4.search.References;
import dev.anamnesis.r4.search.SearchParameter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values of search parameters. */
final class Parts {

  private static final Pattern PREFIX = Pattern.compile("(eq|ne|gt|ge|lt|le|sa|eb|ap)(.*)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private Parts() {}

  static Refused.Thrown bad(String name, String expected) {
    return new Refused.Thrown("bad-parameter", name + " takes " + expected + ".");
  }

  static Code code(String name, String value) {
    List<String> sides = Escapes.split(value, '|');
    return switch (sides.size()) {
      case 1 -> new Code(Optional.empty(), Optional.of(given(name, sides.getFirst())));
      case 2 -> {
        String system = Escapes.plain(sides.get(0));
        String code = Escapes.plain(sides.get(1));
        if (system.isEmpty() && code.isEmpty())
          throw bad(name, "a code, system|code, |code or system|");
        yield new Code(Optional.of(system), code.isEmpty() ? Optional.empty() : Optional.of(code));
      }
      default -> throw bad(name, "a code, system|code, |code or system|");
    };
  }

  static String given(String name, String escaped) {
    String plain = Escapes.plain(escaped);
    if (plain.isBlank()) throw bad(name, "a value");
    return plain;
  }

  static Span date(String name, String value) {
    Matcher prefixed = PREFIX.matcher(value);
    boolean has = prefixed.matches();
    String text = (has ? prefixed.group(2) : value).replace(' ', '+');
    SpanOf span =
        Moments.parse(Escapes.plain(text))
            .map(m -> new SpanOf(m.low(), m.high()))
            .orElseThrow(() -> bad(name, "a date such as ge2024-03 or 2024-03-01T12:00:00Z"));
    return new Span(prefix(has, prefixed), span.low(), span.high());
  }

  private record SpanOf(long low, long high) {}

  private static Prefix prefix(boolean has, Matcher prefixed) {
    return has ? Prefix.valueOf(prefixed.group(1).toUpperCase(Locale.ROOT)) : Prefix.EQ;
  }

  static Measure number(String name, String value) {
    return measure(name, value, Optional.empty(), "a number such as 5.4 or gt100");
  }

  static Measure quantity(String name, String value) {
    List<String> sides = Escapes.split(value, '|');
    String expected = "a quantity such as 5.4, ge5.4|http://unitsofmeasure.org|mg or 5.4||mg";
    return switch (sides.size()) {
      case 1 -> measure(name, value, Optional.empty(), expected);
      case 3 -> {
        String system = Escapes.plain(sides.get(1));
        String code = Escapes.plain(sides.get(2));
        Optional<Unit> unit =
            code.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    new Unit(system.isEmpty() ? Optional.empty() : Optional.of(system), code));
        if (code.isEmpty() && !system.isEmpty()) throw bad(name, expected);
        yield measure(name, sides.getFirst(), unit, expected);
      }
      default -> throw bad(name, expected);
    };
  }

  /** Meant to half its last digit; to ten of a hundred where it is approximate. */
  private static Measure measure(String name, String value, Optional<Unit> unit, String expected) {
    Matcher prefixed = PREFIX.matcher(value);
    boolean has = prefixed.matches();
    String text = has ? prefixed.group(2) : value;
    if (!NUMBER.matcher(text).matches()) throw bad(name, expected);
    Prefix prefix = prefix(has, prefixed);
    var number = new BigDecimal(text);
    BigDecimal half =
        prefix == Prefix.AP
            ? number.abs().movePointLeft(1)
            : new BigDecimal("0.5").scaleByPowerOfTen(-number.scale());
    return new Measure(
        prefix,
        number.doubleValue(),
        number.subtract(half).doubleValue(),
        number.add(half).doubleValue(),
        unit);
  }

  /**
   * What a reference may be kept as: one under the server's own URL by its type and id, or as it
   * was written where it was not known to be our own.
   *
   * @param type what a modifier says it is; empty for none
   * @param base the server's own URL; empty where none is known
   */
  static List<Target> targets(
      String name,
      String value,
      SearchParameter parameter,
      Set<String> types,
      Optional<String> type,
      String base) {
    String plain = given(name, value);
    String own =
        !base.isEmpty() && plain.startsWith(base + "/")
            ? plain.substring(base.length() + 1)
            : plain;
    Optional<References.Literal> literal = References.literal(own);
    if (literal.isPresent() && literal.get().base().isEmpty()) {
      var local = new Target.Local(Set.of(literal.get().type()), literal.get().id());
      return own.equals(plain) ? List.of(local) : List.of(local, new Target.Url(plain));
    }
    if (ID.matcher(own).matches()) {
      return List.of(new Target.Local(type.map(Set::of).orElse(types), own));
    }
    if (plain.contains(":") || plain.contains("|")) return List.of(new Target.Url(plain));
    throw bad(name, "an id, Type/id or an absolute URL");
  }

  static Filter.Typed typed(String name, String value) {
    List<String> sides = Escapes.split(value, '|').stream().map(Escapes::plain).toList();
    if (sides.size() != 3 || sides.stream().anyMatch(String::isEmpty)) {
      throw bad(name, "system|code|value");
    }
    return new Filter.Typed(sides.get(0), sides.get(1), sides.get(2));
  }

  /** A ValueSet's URL, as if it were a code. */
  static Code set(String name, String value) {
    return new Code(Optional.empty(), Optional.of(given(name, value)));
  }
}
