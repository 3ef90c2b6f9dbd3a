package dev.anamnesis.r4.validate;

import java.util.Locale;
import java.util.Set;

/**
 * The narrative's rules (txt-1 and txt-2, https://hl7.org/fhir/R4/narrative.html#xhtml) on a {@code
 * div} known to be well-formed: formatting alone, and something to see.
 */
final class Xhtml {

  /** Chapters 7 to 11 and 15 of HTML 4.0, links and images. */
  private static final Set<String> ELEMENTS =
      Set.of(
          "a",
          "abbr",
          "acronym",
          "address",
          "b",
          "bdo",
          "big",
          "blockquote",
          "br",
          "caption",
          "cite",
          "code",
          "col",
          "colgroup",
          "dd",
          "del",
          "dfn",
          "div",
          "dl",
          "dt",
          "em",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "hr",
          "i",
          "img",
          "ins",
          "kbd",
          "li",
          "ol",
          "p",
          "pre",
          "q",
          "s",
          "samp",
          "small",
          "span",
          "strike",
          "strong",
          "style",
          "sub",
          "sup",
          "table",
          "tbody",
          "td",
          "tfoot",
          "th",
          "thead",
          "tr",
          "tt",
          "u",
          "ul",
          "var",
          "font",
          "center",
          "map",
          "area");

  private Xhtml() {}

  /** txt-1. */
  static boolean isFormatting(String div) {
    return scan(div) != Found.OTHER;
  }

  /** txt-2. */
  static boolean saysSomething(String div) {
    return scan(div) != Found.NOTHING;
  }

  private enum Found {
    /** An element that is no formatting. */
    OTHER,
    NOTHING,
    SOMETHING
  }

  private static Found scan(String div) {
    boolean seen = false;
    int at = 0;
    while (at < div.length()) {
      char c = div.charAt(at);
      if (c != '<') {
        seen |= !Character.isWhitespace(c) && c != '\u00a0';
        at++;
      } else if (div.startsWith("<!--", at)) {
        at = after(div, "-->", at);
      } else if (div.startsWith("<![CDATA[", at)) {
        int end = after(div, "]]>", at);
        seen |= !div.substring(at + 9, Math.max(at + 9, end - 3)).isBlank();
        at = end;
      } else if (div.startsWith("<?", at)) {
        at = after(div, "?>", at);
      } else {
        String name = name(div, at);
        if (!ELEMENTS.contains(name)) return Found.OTHER;
        seen |= name.equals("img");
        at = endOfTag(div, at);
      }
    }
    return seen ? Found.SOMETHING : Found.NOTHING;
  }

  private static int after(String div, String end, int from) {
    int found = div.indexOf(end, from);
    return found < 0 ? div.length() : found + end.length();
  }

  private static String name(String div, int open) {
    int start = div.startsWith("</", open) ? open + 2 : open + 1;
    int end = start;
    while (end < div.length() && Character.isLetterOrDigit(div.charAt(end))) end++;
    return div.substring(start, end).toLowerCase(Locale.ROOT);
  }

  /** After the {@code >} that ends the tag: one in an attribute's value does not. */
  private static int endOfTag(String div, int open) {
    char quote = 0;
    for (int at = open; at < div.length(); at++) {
      char c = div.charAt(at);
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return at + 1;
      }
    }
    return div.length();
  }
}
