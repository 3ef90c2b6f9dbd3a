package dev.anamnesis.r4.path;

import org.jspecify.annotations.Nullable;

/** The operators between two operands; a higher rank binds tighter. */
enum Operator {
  TIMES("*", 10),
  DIVIDED("/", 10),
  DIV("div", 10),
  MOD("mod", 10),
  PLUS("+", 9),
  MINUS("-", 9),
  JOINED("&", 9),
  UNION("|", 7),
  LESS("<", 6),
  AT_MOST("<=", 6),
  GREATER(">", 6),
  AT_LEAST(">=", 6),
  EQUAL("=", 5),
  EQUIVALENT("~", 5),
  NOT_EQUAL("!=", 5),
  NOT_EQUIVALENT("!~", 5),
  IN("in", 4),
  CONTAINS("contains", 4),
  AND("and", 3),
  OR("or", 2),
  XOR("xor", 2),
  IMPLIES("implies", 1);

  /** The rank of {@code is} and {@code as}. */
  static final int OF_TYPES = 8;

  final String symbol;
  final int rank;

  Operator(String symbol, int rank) {
    this.symbol = symbol;
    this.rank = rank;
  }

  static @Nullable Operator of(String symbol) {
    for (Operator operator : values()) if (operator.symbol.equals(symbol)) return operator;
    return null;
  }
}
