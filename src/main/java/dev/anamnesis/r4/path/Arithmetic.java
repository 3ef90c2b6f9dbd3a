package dev.anamnesis.r4.path;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Reckoning with numbers, quantities, strings and dates. */
final class Arithmetic {

  static final BigDecimal LARGEST = BigDecimal.valueOf(Integer.MAX_VALUE);
  static final BigDecimal SMALLEST = BigDecimal.valueOf(Integer.MIN_VALUE);

  /** Characters of a string an expression may put together. */
  private static final int LONGEST = 1_000_000;

  private static final MathContext PRECISION = new MathContext(34, RoundingMode.HALF_UP);

  private Arithmetic() {}

  static List<Item> negated(List<Item> items) {
    Item item = Evaluation.single(items);
    if (item == null) return Value.NONE;
    return switch (Scalar.of(item)) {
      case Scalar.Numeric number ->
          Value.of(Scalar.Numeric.of(number.value().negate(), number.isWhole()));
      case Scalar.Amount amount ->
          Value.of(new Scalar.Amount(amount.value().negate(), amount.unit()));
      case null -> throw cannot();
      case Scalar.Text _, Scalar.Truth _, Moment _ -> throw cannot();
    };
  }

  /** {@code &}: what is missing is the empty string. */
  static List<Item> joined(List<Item> left, List<Item> right) {
    String one = Evaluation.text(left);
    String other = Evaluation.text(right);
    return joined(one == null ? "" : one, other == null ? "" : other);
  }

  private static List<Item> joined(String one, String other) {
    if (one.length() + other.length() > LONGEST) throw new FhirPath.Failed("a string is too long");
    return Value.of(one + other);
  }

  static List<Item> of(Operator operator, List<Item> left, List<Item> right) {
    Item one = Evaluation.single(left);
    Item other = Evaluation.single(right);
    if (one == null || other == null) return Value.NONE;
    Scalar a = Scalar.of(one);
    Scalar b = Scalar.of(other);
    if (a == null || b == null) throw cannot();
    return switch (a) {
      case Scalar.Text(String text)
          when operator == Operator.PLUS && b instanceof Scalar.Text end ->
          joined(text, end.text());
      case Scalar.Numeric number when b instanceof Scalar.Numeric second ->
          numbers(operator, number, second);
      case Scalar.Amount amount when b instanceof Scalar.Amount second ->
          amounts(operator, amount, second);
      case Scalar.Amount amount when b instanceof Scalar.Numeric second ->
          amounts(operator, amount, new Scalar.Amount(second.value(), "1"));
      case Scalar.Numeric number when b instanceof Scalar.Amount second ->
          amounts(operator, new Scalar.Amount(number.value(), "1"), second);
      case Moment moment when b instanceof Scalar.Amount span -> moved(operator, moment, span);
      case Scalar.Text _, Scalar.Numeric _, Scalar.Amount _, Scalar.Truth _, Moment _ ->
          throw cannot();
    };
  }

  private static FhirPath.Failed cannot() {
    return new FhirPath.Failed("the operands cannot be reckoned with");
  }

  private static List<Item> numbers(Operator operator, Scalar.Numeric a, Scalar.Numeric b) {
    boolean whole = a.isWhole() && b.isWhole();
    BigDecimal one = a.value();
    BigDecimal other = b.value();
    boolean byNothing = other.signum() == 0;
    return switch (operator) {
      case PLUS -> Value.of(Scalar.Numeric.of(one.add(other), whole));
      case MINUS -> Value.of(Scalar.Numeric.of(one.subtract(other), whole));
      case TIMES -> Value.of(Scalar.Numeric.of(one.multiply(other), whole));
      case DIVIDED ->
          byNothing ? Value.NONE : Value.of(Scalar.Numeric.of(one.divide(other, PRECISION), false));
      case DIV ->
          byNothing
              ? Value.NONE
              : Value.of(Scalar.Numeric.of(one.divideToIntegralValue(other).setScale(0), true));
      case MOD -> byNothing ? Value.NONE : Value.of(Scalar.Numeric.of(one.remainder(other), whole));
      default -> throw cannot();
    };
  }

  private static List<Item> amounts(Operator operator, Scalar.Amount a, Scalar.Amount b) {
    boolean same = Units.code(a.unit()).equals(Units.code(b.unit()));
    return switch (operator) {
      case PLUS ->
          same ? Value.of(new Scalar.Amount(a.value().add(b.value()), a.unit())) : Value.NONE;
      case MINUS ->
          same ? Value.of(new Scalar.Amount(a.value().subtract(b.value()), a.unit())) : Value.NONE;
      case TIMES -> {
        if (!a.unit().equals("1") && !b.unit().equals("1")) yield Value.NONE;
        String unit = a.unit().equals("1") ? b.unit() : a.unit();
        yield Value.of(new Scalar.Amount(a.value().multiply(b.value()), unit));
      }
      case DIVIDED -> {
        if (b.value().signum() == 0 || !same && !b.unit().equals("1")) yield Value.NONE;
        String unit = same ? "1" : a.unit();
        yield Value.of(new Scalar.Amount(a.value().divide(b.value(), PRECISION), unit));
      }
      default -> throw cannot();
    };
  }

  private static List<Item> moved(Operator operator, Moment moment, Scalar.Amount span) {
    return switch (operator) {
      case PLUS -> Logic.found(moment.plus(span.value(), Units.code(span.unit())));
      case MINUS -> Logic.found(moment.plus(span.value().negate(), Units.code(span.unit())));
      default -> throw cannot();
    };
  }
}
