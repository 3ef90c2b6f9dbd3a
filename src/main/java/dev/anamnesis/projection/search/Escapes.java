package dev.anamnesis.projection.search;

import java.util.ArrayList;
import java.util.List;

/** {@code \,} {@code \|} {@code \$} {@code \\} (https://hl7.org/fhir/R4/search.html#escaping). */
final class Escapes {

  private Escapes() {}

  /** Cut at each separator that is not escaped; the parts are still escaped. */
  static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') at++;
      else if (c == separator) {
        parts.add(text.substring(start, at));
        start = at + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  static String plain(String escaped) {
    if (escaped.indexOf('\\') < 0) return escaped;
    var out = new StringBuilder(escaped.length());
    for (int at = 0; at < escaped.length(); at++) {
      char c = escaped.charAt(at);
      boolean escape =
          c == '\\' && at + 1 < escaped.length() && ",|$\\".indexOf(escaped.charAt(at + 1)) >= 0;
      out.append(escape ? escaped.charAt(++at) : c);
    }
    return out.toString();
  }
}
