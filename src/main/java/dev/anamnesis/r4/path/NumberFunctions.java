package dev.anamnesis.r4.path;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Mathematics. */
final class NumberFunctions {

  static final List<Function> ALL =
      List.of(
          Function.plain("abs", NumberFunctions::abs),
          whole("ceiling", value -> value.setScale(0, RoundingMode.CEILING)),
          whole("floor", value -> value.setScale(0, RoundingMode.FLOOR)),
          whole("truncate", value -> value.setScale(0, RoundingMode.DOWN)),
          real("exp", Math::exp),
          real("ln", Math::log),
          Function.plain("sqrt", NumberFunctions::sqrt),
          new Function("round", 0, 1, NumberFunctions::round),
          new Function("power", 1, 1, NumberFunctions::power));

  private NumberFunctions() {}

  private static Scalar.Numeric number(Item item) {
    if (Scalar.of(item) instanceof Scalar.Numeric number) return number;
    throw new FhirPath.Failed("a number is expected");
  }

  private static List<Item> abs(List<Item> input) {
    Item item = Evaluation.single(input);
    if (item == null) return Value.NONE;
    if (Scalar.of(item) instanceof Scalar.Amount(BigDecimal value, String unit)) {
      return Value.of(new Scalar.Amount(value.abs(), unit));
    }
    Scalar.Numeric number = number(item);
    return Value.of(Scalar.Numeric.of(number.value().abs(), number.isWhole()));
  }

  private static Function whole(String name, UnaryOperator<BigDecimal> rounded) {
    return Function.plain(
        name,
        input -> {
          Item item = Evaluation.single(input);
          if (item == null) return Value.NONE;
          return Value.of(Scalar.Numeric.of(rounded.apply(number(item).value()), true));
        });
  }

  private static Function real(String name, DoubleUnaryOperator made) {
    return Function.plain(
        name,
        input -> {
          Item item = Evaluation.single(input);
          return item == null
              ? Value.NONE
              : found(made.applyAsDouble(number(item).value().doubleValue()));
        });
  }

  private static List<Item> found(double value) {
    return Double.isFinite(value)
        ? Value.of(Scalar.Numeric.of(BigDecimal.valueOf(value), false))
        : Value.NONE;
  }

  private static List<Item> sqrt(List<Item> input) {
    Item item = Evaluation.single(input);
    if (item == null) return Value.NONE;
    BigDecimal value = number(item).value();
    return value.signum() < 0
        ? Value.NONE
        : Value.of(Scalar.Numeric.of(value.sqrt(MathContext.DECIMAL64), false));
  }

  private static List<Item> round(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    Item item = Evaluation.single(input);
    if (item == null) return Value.NONE;
    int digits = arguments.isEmpty() ? 0 : Evaluation.whole(run.eval(arguments.getFirst(), scope));
    if (digits < 0 || digits > 100)
      throw new FhirPath.Failed("so many digits cannot be rounded to");
    BigDecimal value = number(item).value().setScale(digits, RoundingMode.HALF_UP);
    return Value.of(Scalar.Numeric.of(value, false));
  }

  private static List<Item> power(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    Item item = Evaluation.single(input);
    Item by = Evaluation.single(run.eval(arguments.getFirst(), scope));
    if (item == null || by == null) return Value.NONE;
    Scalar.Numeric base = number(item);
    Scalar.Numeric exponent = number(by);
    double value = Math.pow(base.value().doubleValue(), exponent.value().doubleValue());
    if (base.isWhole()
        && exponent.isWhole()
        && Math.abs(value) <= Integer.MAX_VALUE
        && value == Math.rint(value)) {
      return Value.of((long) value);
    }
    return found(value);
  }
}
