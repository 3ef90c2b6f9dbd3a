package dev.anamnesis.r4.path;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Three-valued logic; null is the unknown. The right operand is evaluated only if it matters. */
final class Logic {

  private Logic() {}

  /** A single item that is no boolean is true. */
  static @Nullable Boolean truth(List<Item> items) {
    Item item = Evaluation.single(items);
    if (item == null) return null;
    return !(Scalar.of(item) instanceof Scalar.Truth(boolean value)) || value;
  }

  static List<Item> of(@Nullable Boolean truth) {
    return truth == null ? Value.NONE : Value.of(truth);
  }

  static List<Item> not(@Nullable Boolean truth) {
    return truth == null ? Value.NONE : Value.of(!truth);
  }

  static List<Item> found(@Nullable Scalar scalar) {
    return scalar == null ? Value.NONE : Value.of(scalar);
  }

  static List<Item> and(List<Item> left, Supplier<List<Item>> right) {
    Boolean one = truth(left);
    if (one != null && !one) return Value.FALSE;
    Boolean other = truth(right.get());
    if (other != null && !other) return Value.FALSE;
    return one == null || other == null ? Value.NONE : Value.TRUE;
  }

  static List<Item> or(List<Item> left, Supplier<List<Item>> right) {
    Boolean one = truth(left);
    if (one != null && one) return Value.TRUE;
    Boolean other = truth(right.get());
    if (other != null && other) return Value.TRUE;
    return one == null || other == null ? Value.NONE : Value.FALSE;
  }

  static List<Item> implies(List<Item> left, Supplier<List<Item>> right) {
    Boolean one = truth(left);
    if (one != null && !one) return Value.TRUE;
    Boolean other = truth(right.get());
    if (other != null && other) return Value.TRUE;
    return one == null || other == null ? Value.NONE : Value.FALSE;
  }

  static List<Item> xor(List<Item> left, List<Item> right) {
    Boolean one = truth(left);
    Boolean other = truth(right);
    return one == null || other == null ? Value.NONE : Value.of(!one.equals(other));
  }
}
