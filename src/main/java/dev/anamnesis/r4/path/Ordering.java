package dev.anamnesis.r4.path;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of two values is the larger; null where that cannot be told. */
final class Ordering {

  private Ordering() {}

  static @Nullable Boolean holds(Operator operator, List<Item> left, List<Item> right) {
    Item one = Evaluation.single(left);
    Item other = Evaluation.single(right);
    if (one == null || other == null) return null;
    Scalar a = Scalar.of(one);
    Scalar b = Scalar.of(other);
    if (a == null || b == null) {
      // A primitive without a value, such as one that has a reason for that, has no order.
      if (hasNoValue(one) || hasNoValue(other)) return null;
      throw new FhirPath.Failed("what has parts has no order");
    }
    Integer order = compare(a, b);
    if (order == null) return null;
    return switch (operator) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
      default -> throw new IllegalArgumentException(operator.symbol);
    };
  }

  private static boolean hasNoValue(Item item) {
    return item.json() instanceof dev.anamnesis.r4.Json.Null || item.is("Quantity");
  }

  static @Nullable Integer compare(Scalar left, Scalar right) {
    return switch (left) {
      case Scalar.Text(String one) when right instanceof Scalar.Text(String other) ->
          one.compareTo(other);
      case Scalar.Numeric one when right instanceof Scalar.Numeric other ->
          one.value().compareTo(other.value());
      case Scalar.Amount one when right instanceof Scalar.Amount other -> Units.compare(one, other);
      case Scalar.Amount one when right instanceof Scalar.Numeric other ->
          Units.compare(one, new Scalar.Amount(other.value(), "1"));
      case Scalar.Numeric one when right instanceof Scalar.Amount other ->
          Units.compare(new Scalar.Amount(one.value(), "1"), other);
      case Moment one when right instanceof Moment other -> one.compare(other);
      case Scalar.Text _, Scalar.Numeric _, Scalar.Amount _, Scalar.Truth _, Moment _ ->
          throw new FhirPath.Failed("these two have no order");
    };
  }
}
