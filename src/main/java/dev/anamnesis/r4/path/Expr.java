package dev.anamnesis.r4.path;

import java.util.List;

/** A parsed expression. */
sealed interface Expr {

  /** A literal, or {@code {}}. */
  record Constant(List<Item> items) implements Expr {}

  /** {@code $this}: what a path without a start is about. */
  record This() implements Expr {}

  /** {@code $index}. */
  record Index() implements Expr {}

  /** {@code $total}. */
  record Total() implements Expr {}

  /** {@code %name}. */
  record Variable(String name) implements Expr {}

  /**
   * @param first it starts the path, so it may be the name of the type the path is about
   */
  record Member(Expr on, String name, boolean first) implements Expr {}

  record At(Expr on, Expr index) implements Expr {}

  record Call(Expr on, Function function, List<Expr> arguments) implements Expr {}

  /** {@code is}. */
  record Is(Expr on, TypeName type) implements Expr {}

  /** {@code as} and {@code ofType}: those of the type. */
  record As(Expr on, TypeName type) implements Expr {}

  /** Unary minus. */
  record Minus(Expr on) implements Expr {}

  record Binary(Operator operator, Expr left, Expr right) implements Expr {}
}
