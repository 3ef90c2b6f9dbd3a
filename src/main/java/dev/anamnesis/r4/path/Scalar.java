package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A single value of one of FHIRPath's own types. */
sealed interface Scalar permits Scalar.Text, Scalar.Truth, Scalar.Numeric, Scalar.Amount, Moment {

  String type();

  Json json();

  /** As {@code toString()} spells it. */
  String text();

  record Text(String text) implements Scalar {
    @Override
    public String type() {
      return "String";
    }

    @Override
    public Json json() {
      return new Json.Text(text);
    }
  }

  record Truth(boolean value) implements Scalar {
    @Override
    public String type() {
      return "Boolean";
    }

    @Override
    public Json json() {
      return new Json.Bool(value);
    }

    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /** A number, compared by value and spelled as it was. */
  record Numeric(BigDecimal value, boolean isWhole, String text) implements Scalar {

    /** Digits of a number an expression may compute. */
    private static final int MOST_DIGITS = 1000;

    static Numeric whole(long value) {
      return new Numeric(BigDecimal.valueOf(value), true, Long.toString(value));
    }

    static Numeric of(BigDecimal value, boolean isWhole) {
      if (value.precision() > MOST_DIGITS || Math.abs((long) value.scale()) > MOST_DIGITS) {
        throw new FhirPath.Failed("a number has too many digits");
      }
      return new Numeric(value, isWhole, value.toPlainString());
    }

    /** Null where the text is no number that is dealt with here. */
    static @Nullable Numeric parse(String text, boolean isWhole) {
      if (text.length() > MOST_DIGITS) return null;
      try {
        var value = new BigDecimal(text);
        if (Math.abs((long) value.scale()) > MOST_DIGITS) return null;
        return new Numeric(value, isWhole, text);
      } catch (NumberFormatException e) {
        return null;
      }
    }

    @Override
    public String type() {
      return isWhole ? "Integer" : "Decimal";
    }

    @Override
    public Json json() {
      return new Json.Num(text);
    }
  }

  /**
   * A quantity.
   *
   * @param unit UCUM's code, or a calendar unit by its code there; 1 for none
   */
  record Amount(BigDecimal value, String unit) implements Scalar {
    @Override
    public String type() {
      return "Quantity";
    }

    @Override
    public Json.Obj json() {
      return Json.Obj.EMPTY
          .with("value", new Json.Num(value.toPlainString()))
          .with("unit", new Json.Text(unit))
          .with("system", new Json.Text(Units.UCUM))
          .with("code", new Json.Text(unit));
    }

    @Override
    public String text() {
      return value.toPlainString() + " '" + unit + "'";
    }
  }

  /** The value of an item that has one; null for what is made of parts. */
  static @Nullable Scalar of(Item item) {
    return switch (item) {
      case Value(Scalar scalar) -> scalar;
      case Node node -> ofNode(node);
    };
  }

  private static @Nullable Scalar ofNode(Node node) {
    return switch (node.json()) {
      case Json.Text(String text) ->
          switch (node.type()) {
            case "date", "dateTime", "instant" -> Moment.date(text);
            case "time" -> Moment.time(text);
            default -> new Text(text);
          };
      case Json.Bool(boolean value) -> new Truth(value);
      case Json.Num(String spelling) -> Numeric.parse(spelling, !node.type().equals("decimal"));
      case Json.Obj quantity -> node.is("Quantity") ? amount(quantity) : null;
      case Json.Arr _, Json.Null _ -> null;
    };
  }

  private static @Nullable Amount amount(Json.Obj quantity) {
    if (!(quantity.members().get("value") instanceof Json.Num(String spelling))) return null;
    Numeric value = Numeric.parse(spelling, false);
    String unit = quantity.string("code").or(() -> quantity.string("unit")).orElse("1");
    return value == null ? null : new Amount(value.value(), unit);
  }
}
