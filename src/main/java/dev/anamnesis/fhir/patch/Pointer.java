package dev.anamnesis.fhir.patch;

import java.util.ArrayList;
import java.util.List;

/** A JSON Pointer (RFC 6901): the names and indices on the way to a value. */
record Pointer(List<String> tokens) {

  Pointer {
    tokens = List.copyOf(tokens);
  }

  static Pointer parse(String text) {
    if (text.isEmpty()) return new Pointer(List.of());
    if (text.charAt(0) != '/') {
      throw Unfit.malformed(
          "patch-malformed", "A JSON Pointer is empty or starts with a slash, as in /name/0.");
    }
    var tokens = new ArrayList<String>();
    for (String token : text.substring(1).split("/", -1)) tokens.add(unescaped(token));
    if (tokens.size() > Patch.DEEPEST) {
      throw Unfit.malformed("patch-malformed", "A JSON Pointer is longer than any resource deep.");
    }
    return new Pointer(tokens);
  }

  private static String unescaped(String token) {
    for (int at = token.indexOf('~'); at >= 0; at = token.indexOf('~', at + 1)) {
      char next = at + 1 < token.length() ? token.charAt(at + 1) : ' ';
      if (next != '0' && next != '1') {
        throw Unfit.malformed("patch-malformed", "In a JSON Pointer ~ is followed by 0 or 1.");
      }
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  boolean isRoot() {
    return tokens.isEmpty();
  }

  int depth() {
    return tokens.size();
  }

  String last() {
    return tokens.getLast();
  }

  /** Whether the other is a place inside this one's value. */
  boolean isAbove(Pointer other) {
    return depth() < other.depth() && other.tokens.subList(0, depth()).equals(tokens);
  }
}
