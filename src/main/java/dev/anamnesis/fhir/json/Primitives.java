package dev.anamnesis.fhir.json;

import dev.anamnesis.r4.Shape;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The lexical rules of R4's primitives (https://hl7.org/fhir/R4/datatypes.html#primitive). */
final class Primitives {

  /** How a primitive is written in JSON. */
  enum Kind {
    STRING,
    NUMBER,
    BOOLEAN
  }

  private static final int LONGEST_ID = 64;

  private static final Pattern OID = Pattern.compile("urn:oid:[0-2](\\.(0|[1-9][0-9]*))+");
  private static final Pattern UUID =
      Pattern.compile("urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private record Primitive(Kind kind, Predicate<String> fits) {}

  private static final Map<String, Primitive> KNOWN =
      Map.ofEntries(
          known("boolean", Kind.BOOLEAN, text -> text.equals("true") || text.equals("false")),
          known("integer", Kind.NUMBER, text -> isWhole(text, Integer.MIN_VALUE)),
          known("unsignedInt", Kind.NUMBER, text -> isWhole(text, 0)),
          known("positiveInt", Kind.NUMBER, text -> isWhole(text, 1)),
          known("decimal", Kind.NUMBER, Primitives::isDecimal),
          known("string", Kind.STRING, text -> !text.isBlank()),
          known("markdown", Kind.STRING, text -> !text.isBlank()),
          known("xhtml", Kind.STRING, Narrative::isSafe),
          known("base64Binary", Kind.STRING, Primitives::isBase64),
          known("date", Kind.STRING, Dates::isDate),
          known("dateTime", Kind.STRING, Dates::isDateTime),
          known("instant", Kind.STRING, Dates::isInstant),
          known("time", Kind.STRING, Dates::isTime),
          known("id", Kind.STRING, Primitives::isId),
          known(Shape.RESOURCE_ID, Kind.STRING, Primitives::isId),
          known("oid", Kind.STRING, text -> OID.matcher(text).matches()),
          known("uuid", Kind.STRING, text -> UUID.matcher(text).matches()),
          known("code", Kind.STRING, Primitives::isCode),
          known("uri", Kind.STRING, Primitives::isUnspaced),
          known("url", Kind.STRING, Primitives::isUnspaced),
          known("canonical", Kind.STRING, Primitives::isUnspaced),
          // An element's id and an extension's url.
          known("System", Kind.STRING, Primitives::isUnspaced));

  private Primitives() {}

  private static Map.Entry<String, Primitive> known(
      String type, Kind kind, Predicate<String> fits) {
    return Map.entry(type, new Primitive(kind, fits));
  }

  static boolean is(String type) {
    return KNOWN.containsKey(type);
  }

  static Kind kind(String type) {
    return of(type).kind();
  }

  private static Primitive of(String type) {
    Primitive primitive = KNOWN.get(type);
    if (primitive == null) throw new IllegalStateException(type + " is no primitive");
    return primitive;
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
    if (fits(type, text)) return Optional.empty();
    return Optional.of(
        new Fault(
            IssueKind.VALUE,
            text.isEmpty() ? "empty-value" : "bad-value",
            "The value is not a FHIR " + type + "."));
  }

  /** Whether the text is one of the type's. */
  static boolean fits(String type, String text) {
    return of(type).fits().test(text);
  }

  private static boolean isId(String text) {
    if (text.isEmpty() || text.length() > LONGEST_ID) return false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (!letter && c != '-' && c != '.') return false;
    }
    return true;
  }

  private static boolean isUnspaced(String text) {
    for (int at = 0; at < text.length(); at++) if (isSpace(text.charAt(at))) return false;
    return !text.isEmpty();
  }

  /** Single spaces within are the only white space a code may hold. */
  private static boolean isCode(String text) {
    char before = ' ';
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (isSpace(c) && (c != ' ' || before == ' ')) return false;
      before = c;
    }
    return before != ' ';
  }

  /** What {@code \s} is in regular expressions. */
  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
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
