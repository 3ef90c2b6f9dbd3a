package dev.anamnesis.fhir.json;

/** Writes strings as canonical JSON: only what must be escaped is. */
final class JsonText {

  private JsonText() {}

  static void quote(StringBuilder out, String text) {
    out.append('"');
    if (isPlain(text)) {
      out.append(text).append('"');
      return;
    }
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isPlain(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\\' || c < ' ') return false;
    }
    return true;
  }

  /**
   * FHIR strings hold no control characters but tab, line feed and carriage return, and whole
   * characters.
   */
  static boolean isAllowed(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r') return false;
      if (Character.isHighSurrogate(c)) {
        at++;
        if (at == text.length() || !Character.isLowSurrogate(text.charAt(at))) return false;
      } else if (Character.isLowSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
