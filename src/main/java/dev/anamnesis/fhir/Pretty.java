package dev.anamnesis.fhir;

/** Lays canonical JSON out for people, changing nothing but white space. */
final class Pretty {

  private Pretty() {}

  static String print(String json) {
    var out = new StringBuilder(json.length() * 2);
    int depth = 0;
    boolean quoted = false;
    for (int at = 0; at < json.length(); at++) {
      char c = json.charAt(at);
      if (quoted) {
        out.append(c);
        if (c == '\\') out.append(json.charAt(++at));
        quoted = c != '"';
        continue;
      }
      switch (c) {
        case '"' -> {
          quoted = true;
          out.append(c);
        }
        case '{', '[' -> line(out.append(c), ++depth);
        case '}', ']' -> line(out, --depth).append(c);
        case ',' -> line(out.append(c), depth);
        case ':' -> out.append(": ");
        default -> out.append(c);
      }
    }
    return out.append('\n').toString();
  }

  private static StringBuilder line(StringBuilder out, int depth) {
    return out.append('\n').append("  ".repeat(depth));
  }
}
