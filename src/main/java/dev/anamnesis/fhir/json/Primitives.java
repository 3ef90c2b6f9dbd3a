package dev.anamnesis.fhir.json;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The lexical rules of R4's primitives (https://hl7.org/fhir/R4/datatypes.html#primitive). */
final class Primitives {

  /** How a primitive is written in JSON. */
  enum Kind {
    STRING,
    NUMBER,
    BOOLEAN
  }

  private static final String YEAR = "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)";
  private static final String MONTH = "(0[1-9]|1[0-2])";
  private static final String DAY = "(0[1-9]|[12][0-9]|3[01])";
  private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?";
  private static final String ZONE = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";

  private static final Set<String> NUMBERS =
      Set.of("integer", "decimal", "unsignedInt", "positiveInt");

  private static final Map<String, Pattern> PATTERNS =
      Map.ofEntries(
          pattern("date", YEAR + "(-" + MONTH + "(-" + DAY + ")?)?"),
          pattern("dateTime", YEAR + "(-" + MONTH + "(-" + DAY + "(T" + TIME + ZONE + ")?)?)?"),
          pattern("instant", YEAR + "-" + MONTH + "-" + DAY + "T" + TIME + ZONE),
          pattern("time", TIME),
          pattern("id", "[A-Za-z0-9.-]{1,64}"),
          pattern("resource id", "[A-Za-z0-9.-]{1,64}"),
          pattern("oid", "urn:oid:[0-2](\\.(0|[1-9][0-9]*))+"),
          pattern("uuid", "urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
          // Single spaces are the only white space a code may hold.
          pattern("code", "\\S+( \\S+)*"),
          pattern("uri", "\\S*"),
          pattern("url", "\\S*"),
          pattern("canonical", "\\S*"),
          // An element's id and an extension's url.
          pattern("System", "\\S*"));

  private static final Set<String> FREE =
      Set.of("string", "markdown", "xhtml", "boolean", "base64Binary");

  private Primitives() {}

  private static Map.Entry<String, Pattern> pattern(String type, String regex) {
    return Map.entry(type, Pattern.compile(regex));
  }

  static boolean is(String type) {
    return PATTERNS.containsKey(type) || FREE.contains(type) || NUMBERS.contains(type);
  }

  static Kind kind(String type) {
    if (type.equals("boolean")) return Kind.BOOLEAN;
    return NUMBERS.contains(type) ? Kind.NUMBER : Kind.STRING;
  }

  /** What is wrong with a value. */
  record Fault(IssueKind kind, String code, String words) {}

  /** Empty when the value is one of the type's. */
  static Optional<Fault> fault(String type, String text) {
    if (!JsonText.isAllowed(text)) {
      return Optional.of(
          new Fault(
              IssueKind.INVALID,
              text.indexOf(0) >= 0 ? "json-null-character" : "bad-character",
              "The string holds a character that FHIR does not allow."));
    }
    if (type.equals("xhtml") ? Narrative.isSafe(text) : fits(type, text)) return Optional.empty();
    return Optional.of(
        new Fault(
            IssueKind.VALUE,
            text.isEmpty() ? "empty-value" : "bad-value",
            "The value is not a FHIR " + type + "."));
  }

  /** Whether the text is one of the type's. */
  static boolean fits(String type, String text) {
    return switch (type) {
      case "boolean" -> text.equals("true") || text.equals("false");
      case "integer" -> isWhole(text, Integer.MIN_VALUE);
      case "unsignedInt" -> isWhole(text, 0);
      case "positiveInt" -> isWhole(text, 1);
      case "decimal" -> isDecimal(text);
      case "string", "markdown" -> !text.isBlank();
      case "base64Binary" -> isBase64(text);
      case "date", "dateTime", "instant" -> isOf(type, text) && isDay(text);
      default -> isOf(type, text);
    };
  }

  private static boolean isOf(String type, String text) {
    Pattern pattern = PATTERNS.get(type);
    return pattern == null || !text.isEmpty() && pattern.matcher(text).matches();
  }

  /** Whether the month has the day; dates shall be valid. */
  private static boolean isDay(String text) {
    if (text.length() < 10 || text.charAt(8) < '2') return true;
    int year = Integer.parseInt(text, 0, 4, 10);
    int month = Integer.parseInt(text, 5, 7, 10);
    return Integer.parseInt(text, 8, 10, 10) <= YearMonth.of(year, month).lengthOfMonth();
  }

  private static boolean isWhole(String text, int least) {
    if (text.length() > 11 || !text.matches("0|-?[1-9][0-9]*")) return false;
    long number = Long.parseLong(text);
    return number >= least && number <= Integer.MAX_VALUE;
  }

  private static boolean isDecimal(String text) {
    if (text.length() > 1000) return false;
    try {
      return !new BigDecimal(text).toString().isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** By hand: the pattern would go as deep as the text is long. */
  private static boolean isBase64(String text) {
    int letters = 0;
    int padding = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) continue;
      letters++;
      boolean letter =
          c >= 'A' && c <= 'Z'
              || c >= 'a' && c <= 'z'
              || c >= '0' && c <= '9'
              || c == '+'
              || c == '/';
      if (c == '=') padding++;
      else if (!letter || padding > 0) return false;
    }
    return letters > 0 && letters % 4 == 0 && padding <= 2;
  }
}
