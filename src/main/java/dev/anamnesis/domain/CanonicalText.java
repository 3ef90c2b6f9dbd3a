package dev.anamnesis.domain;

import java.util.ArrayList;
import java.util.List;

/** Cuts canonical JSON (valid, no white space between tokens) without a parser. */
final class CanonicalText {

  private CanonicalText() {}

  /** The members or items between the outer brackets of an object or an array. */
  static List<String> split(String json) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 1;
    int end = json.length() - 1;
    for (int at = 1; at < end; at++) {
      switch (json.charAt(at)) {
        case '"' -> at = endOfString(json, at) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case ',' -> {
          if (depth == 0) {
            parts.add(json.substring(start, at));
            start = at + 1;
          }
        }
        default -> {}
      }
    }
    if (end > start) parts.add(json.substring(start, end));
    return parts;
  }

  /** The index after the closing quote of the string that opens at {@code at}. */
  static int endOfString(String json, int at) {
    int next = at + 1;
    while (json.charAt(next) != '"') next += json.charAt(next) == '\\' ? 2 : 1;
    return next + 1;
  }
}
