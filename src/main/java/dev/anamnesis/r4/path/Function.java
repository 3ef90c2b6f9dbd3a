package dev.anamnesis.r4.path;

import java.util.List;

/**
 * A function of the language.
 *
 * @param least how many arguments it takes at least
 * @param most how many at most
 */
record Function(String name, int least, int most, Body body) {

  /** What it does with its input; it evaluates its arguments as it needs them. */
  interface Body {
    List<Item> apply(Evaluation run, List<Item> input, List<Expr> arguments, Scope scope);
  }

  /** A function without arguments. */
  interface Plain {
    List<Item> apply(List<Item> input);
  }

  static Function plain(String name, Plain body) {
    return new Function(name, 0, 0, (run, input, arguments, scope) -> body.apply(input));
  }
}
