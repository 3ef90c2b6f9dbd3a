package dev.anamnesis.r4;

/** Writes canonical JSON. */
final class JsonPrint {

  private JsonPrint() {}

  static void print(Json json, StringBuilder out) {
    switch (json) {
      case Json.Obj(var members) -> {
        char before = '{';
        for (var member : members.entrySet()) {
          quote(member.getKey(), out.append(before));
          print(member.getValue(), out.append(':'));
          before = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
      }
      case Json.Arr(var items) -> {
        char before = '[';
        for (Json item : items) {
          print(item, out.append(before));
          before = ',';
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      case Json.Text(String value) -> quote(value, out);
      case Json.Num(String spelling) -> out.append(spelling);
      case Json.Bool(boolean value) -> out.append(value);
      case Json.Null() -> out.append("null");
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c >= ' ') out.append(c);
          else out.append(String.format("\\u%04x", (int) c));
        }
      }
    }
    out.append('"');
  }
}
