package dev.anamnesis.fhir.json;

import java.util.ArrayDeque;

/**
 * Tells by one look at each character that a narrative is sound, as almost all are: plain elements
 * with one attribute at most. What it does not tell the XML parser has to, at ten times the cost.
 */
final class PlainNarrative {

  private static final String OPENING = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
  private static final int LONGEST_ENTITY = 8;

  private final String div;
  private final ArrayDeque<String> open = new ArrayDeque<>();
  private int at = OPENING.length();

  private PlainNarrative(String div) {
    this.div = div;
  }

  /** False where it is not sound, or not as plain as that. */
  static boolean isSafe(String div) {
    return div.startsWith(OPENING) && new PlainNarrative(div).isSafe();
  }

  private boolean isSafe() {
    open.push("div");
    while (at < div.length()) {
      char c = div.charAt(at);
      if (c == '<') {
        if (!tag()) return false;
        if (open.isEmpty()) return at == div.length();
      } else if (c == '&') {
        if (!entity()) return false;
      } else if (!isText(c)) {
        return false;
      } else {
        at++;
      }
    }
    return false;
  }

  /** Without {@code >}, which may not come after two brackets, and what takes two characters. */
  private static boolean isText(char c) {
    return (c >= ' ' || c == '\t' || c == '\n' || c == '\r') && c != '>' && c < 0xD800;
  }

  private boolean entity() {
    int end = div.indexOf(';', at);
    if (end < 0 || end - at > LONGEST_ENTITY) return false;
    String name = div.substring(at + 1, end);
    at = end + 1;
    return switch (name) {
      case "amp", "lt", "gt", "quot", "apos", "#160" -> true;
      default -> false;
    };
  }

  private boolean tag() {
    boolean closes = div.startsWith("</", at);
    int start = at + (closes ? 2 : 1);
    String name = div.substring(start, endOfName(start));
    at = start + name.length();
    if (name.isEmpty() || at == div.length()) return false;
    if (closes) {
      return div.charAt(at++) == '>' && name.equals(open.pop());
    }
    if (Narrative.FORBIDDEN.contains(name) || div.charAt(at) == ' ' && !attribute()) return false;
    if (div.startsWith("/>", at)) {
      at += 2;
      return true;
    }
    open.push(name);
    return at < div.length() && div.charAt(at++) == '>';
  }

  private boolean attribute() {
    int start = at + 1;
    int end = endOfName(start);
    if (end == start || !div.startsWith("=\"", end)) return false;
    if (div.startsWith("on", start) || div.startsWith("xmlns", start)) return false;
    for (at = end + 2; at < div.length(); at++) {
      char c = div.charAt(at);
      if (c == '"') {
        at++;
        return true;
      }
      if (c == '<' || c == '&' || !isText(c)) return false;
    }
    return false;
  }

  private int endOfName(int from) {
    int end = from;
    while (end < div.length() && isNamePart(div.charAt(end), end > from)) end++;
    return end;
  }

  private static boolean isNamePart(char c, boolean inside) {
    return c >= 'a' && c <= 'z' || inside && (c >= '0' && c <= '9' || c == '-');
  }
}
