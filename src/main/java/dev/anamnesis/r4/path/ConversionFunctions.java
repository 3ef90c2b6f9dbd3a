package dev.anamnesis.r4.path;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code toX()} and {@code convertsToX()}. */
final class ConversionFunctions {

  /** Null where the value cannot be made one. */
  private interface Conversion {
    @Nullable Scalar apply(Scalar scalar);
  }

  private static final Pattern QUANTITY =
      Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)\\s*(?:'([^']+)'|([a-zA-Z]+))?");

  static final List<Function> ALL = all();

  private ConversionFunctions() {}

  private static List<Function> all() {
    var all = new ArrayList<Function>();
    add(all, "String", scalar -> new Scalar.Text(scalar.text()));
    add(all, "Boolean", ConversionFunctions::toTruth);
    add(all, "Integer", ConversionFunctions::toInteger);
    add(all, "Decimal", ConversionFunctions::toDecimal);
    add(all, "Date", ConversionFunctions::toDate);
    add(all, "DateTime", ConversionFunctions::toDateTime);
    add(all, "Time", ConversionFunctions::toTime);
    add(all, "Quantity", ConversionFunctions::toQuantity);
    return List.copyOf(all);
  }

  private static void add(List<Function> all, String type, Conversion conversion) {
    int most = type.equals("Quantity") ? 1 : 0;
    all.add(
        new Function(
            "to" + type,
            0,
            most,
            (run, input, arguments, scope) -> Logic.found(converted(input, conversion))));
    all.add(
        new Function(
            "convertsTo" + type,
            0,
            most,
            (run, input, arguments, scope) ->
                input.isEmpty() ? Value.NONE : Value.of(converted(input, conversion) != null)));
  }

  private static @Nullable Scalar converted(List<Item> input, Conversion conversion) {
    Item item = Evaluation.single(input);
    Scalar scalar = item == null ? null : Scalar.of(item);
    return scalar == null ? null : conversion.apply(scalar);
  }

  private static @Nullable Scalar toTruth(Scalar scalar) {
    String text = scalar.text().toLowerCase(Locale.ROOT);
    return switch (scalar) {
      case Scalar.Truth truth -> truth;
      case Scalar.Text _ ->
          switch (text) {
            case "true", "t", "yes", "y", "1", "1.0" -> new Scalar.Truth(true);
            case "false", "f", "no", "n", "0", "0.0" -> new Scalar.Truth(false);
            default -> null;
          };
      case Scalar.Numeric number -> {
        if (number.value().compareTo(BigDecimal.ONE) == 0) yield new Scalar.Truth(true);
        yield number.value().signum() == 0 ? new Scalar.Truth(false) : null;
      }
      case Scalar.Amount _, Moment _ -> null;
    };
  }

  private static @Nullable Scalar toInteger(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Numeric number -> number.isWhole() ? number : null;
      case Scalar.Truth(boolean value) -> Scalar.Numeric.whole(value ? 1 : 0);
      case Scalar.Text(String text) -> {
        if (!text.matches("[+-]?[0-9]{1,10}")) yield null;
        long value = Long.parseLong(text);
        yield value == (int) value ? Scalar.Numeric.whole(value) : null;
      }
      case Scalar.Amount _, Moment _ -> null;
    };
  }

  private static @Nullable Scalar toDecimal(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Numeric number -> new Scalar.Numeric(number.value(), false, number.text());
      case Scalar.Truth(boolean value) ->
          new Scalar.Numeric(
              value ? BigDecimal.ONE : BigDecimal.ZERO, false, value ? "1.0" : "0.0");
      case Scalar.Text(String text) ->
          text.matches("[+-]?[0-9]+(\\.[0-9]+)?") ? Scalar.Numeric.parse(text, false) : null;
      case Scalar.Amount _, Moment _ -> null;
    };
  }

  private static @Nullable Scalar toDate(Scalar scalar) {
    return switch (scalar) {
      case Moment moment when !moment.type().equals("Time") ->
          Moment.date(moment.text().split("T", 2)[0]);
      case Scalar.Text(String text) -> {
        Moment moment = Moment.date(text);
        yield moment == null ? null : Moment.date(text.split("T", 2)[0]);
      }
      case Scalar.Truth _, Scalar.Numeric _, Scalar.Amount _, Moment _ -> null;
    };
  }

  private static @Nullable Scalar toDateTime(Scalar scalar) {
    return switch (scalar) {
      case Moment moment when !moment.type().equals("Time") -> moment.asDateTime();
      case Scalar.Text(String text) -> {
        Moment moment = Moment.date(text);
        yield moment == null ? null : moment.asDateTime();
      }
      case Scalar.Truth _, Scalar.Numeric _, Scalar.Amount _, Moment _ -> null;
    };
  }

  private static @Nullable Scalar toTime(Scalar scalar) {
    return switch (scalar) {
      case Moment moment when moment.type().equals("Time") -> moment;
      case Scalar.Text(String text) -> Moment.time(text);
      case Scalar.Truth _, Scalar.Numeric _, Scalar.Amount _, Moment _ -> null;
    };
  }

  private static @Nullable Scalar toQuantity(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Amount amount -> amount;
      case Scalar.Numeric number -> new Scalar.Amount(number.value(), "1");
      case Scalar.Truth(boolean value) ->
          new Scalar.Amount(value ? BigDecimal.ONE : BigDecimal.ZERO, "1");
      case Scalar.Text(String text) -> {
        Matcher cut = QUANTITY.matcher(text);
        if (text.length() > 200 || !cut.matches()) yield null;
        String word = cut.group(3);
        String unit = word == null ? cut.group(2) : Units.calendar(word);
        if (word != null && unit == null) yield null;
        yield new Scalar.Amount(new BigDecimal(cut.group(1)), unit == null ? "1" : unit);
      }
      case Moment _ -> null;
    };
  }
}
