package dev.anamnesis.r4;

import java.util.ArrayList;

/** Reads one JSON text (RFC 8259), strictly; a doubled name is refused. */
final class JsonParse {

  private static final int DEEPEST = 100;
  private static final Json TRUE = new Json.Bool(true);
  private static final Json FALSE = new Json.Bool(false);

  private final String text;
  private int at;

  JsonParse(String text) {
    this.text = text;
  }

  Json whole() {
    Json value = value(0);
    space();
    if (at < text.length()) throw new Json.Malformed(at);
    return value;
  }

  private char peek() {
    if (at >= text.length()) throw new Json.Malformed(at);
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && isSpace(text.charAt(at))) at++;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private void expect(char c) {
    if (peek() != c) throw new Json.Malformed(at);
    at++;
  }

  private Json value(int depth) {
    if (depth > DEEPEST) throw new Json.Malformed(at);
    space();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", TRUE);
      case 'f' -> word("false", FALSE);
      case 'n' -> word("null", Json.NULL);
      default -> number();
    };
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) throw new Json.Malformed(at);
    at += word.length();
    return value;
  }

  private Json object(int depth) {
    var members = new JsonMembers.Gathered();
    expect('{');
    space();
    if (peek() == '}') {
      at++;
      return Json.Obj.EMPTY;
    }
    while (true) {
      space();
      int start = at;
      String name = string();
      space();
      expect(':');
      if (!members.put(name, value(depth + 1))) throw new Json.Malformed(start);
      space();
      if (peek() == '}') break;
      expect(',');
    }
    at++;
    return new Json.Obj(members.all());
  }

  private Json array(int depth) {
    var items = new ArrayList<Json>();
    expect('[');
    space();
    if (peek() == ']') {
      at++;
      return new Json.Arr(items);
    }
    while (true) {
      items.add(value(depth + 1));
      space();
      if (peek() == ']') break;
      expect(',');
    }
    at++;
    return new Json.Arr(items);
  }

  private String string() {
    expect('"');
    int start = at;
    while (at < text.length() && isPlain(text.charAt(at))) at++;
    if (peek() == '"') return text.substring(start, at++);
    var out = new StringBuilder(text.substring(start, at));
    while (peek() != '"') {
      char c = peek();
      if (c < ' ') throw new Json.Malformed(at);
      at++;
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private static boolean isPlain(char c) {
    return c != '"' && c != '\\' && c >= ' ';
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int digit = 0; digit < 4; digit++, at++) {
          int value = Character.digit(peek(), 16);
          if (value < 0) throw new Json.Malformed(at);
          code = code * 16 + value;
        }
        yield (char) code;
      }
      default -> throw new Json.Malformed(at - 1);
    };
  }

  private Json number() {
    int start = at;
    if (peek() == '-') at++;
    if (peek() == '0') at++;
    else digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') at++;
      digits();
    }
    return new Json.Num(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
    if (at == start) throw new Json.Malformed(at);
  }
}
