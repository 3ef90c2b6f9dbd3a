package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.search.SearchValue.Quantity;
import java.util.List;
import java.util.Optional;

/** Elements as quantities (https://hl7.org/fhir/R4/search.html#quantity). */
final class Quantities {

  private static final String CURRENCIES = "urn:iso:std:iso:4217";

  private Quantities() {}

  static List<SearchValue> of(Node node) {
    return switch (node.json()) {
      case Json.Num(String spelling) -> {
        double value = Double.parseDouble(spelling);
        yield List.of(new Quantity(value, value, "", "", ""));
      }
      case Json.Obj object ->
          object(node.type(), object).<List<SearchValue>>map(List::of).orElse(List.of());
      case Json.Text(String value) -> List.of();
      case Json.Arr(var items) -> List.of();
      case Json.Bool(boolean value) -> List.of();
      case Json.Null() -> List.of();
    };
  }

  private static Optional<Quantity> object(String type, Json.Obj object) {
    return switch (type) {
      case "Range" -> range(object);
      case "SampledData" -> sampled(object);
      case "Money" ->
          number(object, "value")
              .map(v -> new Quantity(v, v, CURRENCIES, object.string("currency").orElse(""), ""));
      default -> Types.isQuantity(type) ? quantity(object) : Optional.empty();
    };
  }

  private static Optional<Double> number(Json.Obj object, String member) {
    return object.get(member).orElse(Json.NULL) instanceof Json.Num(String spelling)
        ? Optional.of(Double.parseDouble(spelling))
        : Optional.empty();
  }

  /** A comparator makes it open on one side. */
  private static Optional<Quantity> quantity(Json.Obj quantity) {
    return number(quantity, "value")
        .map(
            value ->
                switch (quantity.string("comparator").orElse("")) {
                  case "<", "<=" -> with(quantity, Double.NEGATIVE_INFINITY, value);
                  case ">", ">=" -> with(quantity, value, Double.POSITIVE_INFINITY);
                  default -> with(quantity, value, value);
                });
  }

  private static Quantity with(Json.Obj unit, double low, double high) {
    return new Quantity(
        low,
        high,
        unit.string("system").orElse(""),
        unit.string("code").orElse(""),
        unit.string("unit").orElse(""));
  }

  static Optional<Quantity> range(Json.Obj range) {
    Json.Obj low = part(range, "low");
    Json.Obj high = part(range, "high");
    Optional<Double> from = number(low, "value");
    Optional<Double> to = number(high, "value");
    if (from.isEmpty() && to.isEmpty()) return Optional.empty();
    return Optional.of(
        with(
            from.isPresent() ? low : high,
            from.orElse(Double.NEGATIVE_INFINITY),
            to.orElse(Double.POSITIVE_INFINITY)));
  }

  /** Between its limits, in the unit of its origin. */
  private static Optional<Quantity> sampled(Json.Obj sampled) {
    Optional<Double> low = number(sampled, "lowerLimit");
    Optional<Double> high = number(sampled, "upperLimit");
    if (low.isEmpty() && high.isEmpty()) return Optional.empty();
    return Optional.of(
        with(
            part(sampled, "origin"),
            low.orElse(Double.NEGATIVE_INFINITY),
            high.orElse(Double.POSITIVE_INFINITY)));
  }

  private static Json.Obj part(Json.Obj object, String name) {
    return object.get(name).orElse(Json.NULL) instanceof Json.Obj part ? part : Json.Obj.EMPTY;
  }
}
