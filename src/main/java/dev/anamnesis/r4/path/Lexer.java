package dev.anamnesis.r4.path;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class Lexer {

  private static final int MOST_TOKENS = 2000;

  enum Kind {
    SYMBOL,
    /** An identifier, a keyword or an operator that is a word. */
    WORD,
    /** {@code `div`}: an identifier whatever it spells. */
    QUOTED,
    TEXT,
    NUMBER,
    /** {@code @2012-01}, {@code @T10:00}; without the sign. */
    MOMENT,
    /** {@code %ucum}, without the sign. */
    VARIABLE,
    /** {@code $this}, without the sign. */
    SPECIAL,
    END
  }

  record Token(Kind kind, String text, int at) {
    boolean is(String symbol) {
      return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbol);
    }
  }

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    var lexer = new Lexer(text);
    lexer.run();
    return List.copyOf(lexer.tokens);
  }

  private void run() {
    while (at < text.length()) {
      if (tokens.size() > MOST_TOKENS) throw malformed(at, "the expression has too many words");
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) at++;
      else if (text.startsWith("//", at)) skipTo("\n", text.length());
      else if (text.startsWith("/*", at)) skipTo("*/", -1);
      else token(c);
    }
    tokens.add(new Token(Kind.END, "", at));
  }

  private void skipTo(String end, int otherwise) {
    int found = text.indexOf(end, at + 2);
    if (found < 0 && otherwise < 0) throw malformed(at, "a comment has no end");
    at = found < 0 ? otherwise : found + end.length();
  }

  private static FhirPath.Malformed malformed(int at, String words) {
    return new FhirPath.Malformed(at, words);
  }

  private void token(char c) {
    int start = at;
    switch (c) {
      case '\'' -> add(Kind.TEXT, quoted('\''), start);
      case '`' -> add(Kind.QUOTED, quoted('`'), start);
      case '%' -> {
        at++;
        char next = at < text.length() ? text.charAt(at) : ' ';
        String name = next == '`' || next == '\'' || next == '"' ? quoted(next) : word();
        add(Kind.VARIABLE, name, start);
      }
      case '$' -> {
        at++;
        add(Kind.SPECIAL, word(), start);
      }
      case '@' -> {
        at++;
        while (at < text.length() && isOfMoment()) at++;
        add(Kind.MOMENT, text.substring(start + 1, at), start);
      }
      default -> {
        if (isDigit(c)) number();
        else if (isLetter(c)) add(Kind.WORD, word(), start);
        else symbol(c);
      }
    }
  }

  private void add(Kind kind, String value, int start) {
    tokens.add(new Token(kind, value, start));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  /** A dot ends a date, as in {@code @2012.toString()}, unless a fraction follows it. */
  private boolean isOfMoment() {
    char c = text.charAt(at);
    if (c == '.') return at + 1 < text.length() && isDigit(text.charAt(at + 1));
    if (c == '+' || c == '-') {
      return at + 1 < text.length() && isDigit(text.charAt(at + 1));
    }
    return isDigit(c) || c == ':' || c == 'T' || c == 'Z';
  }

  private String word() {
    int start = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) at++;
    if (at == start) throw malformed(at, "a name is missing");
    return text.substring(start, at);
  }

  private void number() {
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at))) at++;
    if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
      at++;
      while (at < text.length() && isDigit(text.charAt(at))) at++;
    }
    add(Kind.NUMBER, text.substring(start, at), start);
  }

  private void symbol(char c) {
    int start = at;
    String two = text.substring(at, Math.min(at + 2, text.length()));
    String symbol =
        switch (two) {
          case "<=", ">=", "!=", "!~" -> two;
          default -> String.valueOf(c);
        };
    if (symbol.length() == 1 && "()[]{}.,+-*/&|<>=~".indexOf(c) < 0) {
      throw malformed(at, "this character means nothing");
    }
    at += symbol.length();
    add(Kind.SYMBOL, symbol, start);
  }

  private String quoted(char quote) {
    int start = at++;
    var out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    if (at >= text.length()) throw malformed(start, "a quotation has no end");
    at++;
    return out.toString();
  }

  private char escaped() {
    if (at >= text.length()) throw malformed(at, "a quotation has no end");
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'f' -> '\f';
      case 'u' -> {
        int end = at + 4;
        int code = 0;
        if (end > text.length()) throw malformed(at, "four hex digits are missing");
        for (; at < end; at++) {
          int digit = Character.digit(text.charAt(at), 16);
          if (digit < 0) throw malformed(at, "four hex digits are missing");
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> {
        if ("'\"`\\/".indexOf(c) < 0) throw malformed(at - 1, "there is no such escape");
        yield c;
      }
    };
  }
}
