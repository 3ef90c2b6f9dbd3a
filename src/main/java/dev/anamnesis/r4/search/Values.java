package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.search.SearchValue.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An element as values of a search parameter's type (https://hl7.org/fhir/R4/search.html#ptypes).
 */
final class Values {

  private Values() {}

  static List<SearchValue> of(Node node, SearchKind kind) {
    return switch (kind) {
      case TOKEN -> Tokens.of(node);
      case STRING -> texts(node);
      case DATE -> moments(node);
      case NUMBER -> amounts(node);
      case QUANTITY -> Quantities.of(node);
      case REFERENCE -> links(node);
      case URI ->
          text(node).<List<SearchValue>>map(t -> List.of(new SearchValue.Uri(t))).orElse(List.of());
      case COMPOSITE, SPECIAL -> List.of();
    };
  }

  static Optional<String> text(Node node) {
    return node.json() instanceof Json.Text(String value) ? Optional.of(value) : Optional.empty();
  }

  private static List<SearchValue> texts(Node node) {
    return switch (node.json()) {
      case Json.Text(String value) -> List.of(new SearchValue.Text(value));
      case Json.Obj object ->
          switch (node.type()) {
            case "HumanName" -> parts(object, "text", "family", "given", "prefix", "suffix");
            case "Address" ->
                parts(object, "text", "line", "city", "district", "state", "country", "postalCode");
            default -> List.of();
          };
      case Json.Arr(var items) -> List.of();
      case Json.Num(String spelling) -> List.of(new SearchValue.Text(spelling));
      case Json.Bool(boolean value) -> List.of();
      case Json.Null() -> List.of();
    };
  }

  private static List<SearchValue> parts(Json.Obj object, String... names) {
    var texts = new ArrayList<SearchValue>();
    for (String name : names) {
      for (Json item : object.items(name)) {
        if (item instanceof Json.Text(String value)) texts.add(new SearchValue.Text(value));
      }
    }
    return texts;
  }

  private static List<SearchValue> moments(Node node) {
    return switch (node.json()) {
      case Json.Text(String value) ->
          Moments.parse(value).<List<SearchValue>>map(List::of).orElse(List.of());
      case Json.Obj object ->
          switch (node.type()) {
            case "Period" -> period(object).<List<SearchValue>>map(List::of).orElse(List.of());
            case "Timing" -> timing(object);
            default -> List.of();
          };
      case Json.Arr(var items) -> List.of();
      case Json.Num(String spelling) -> List.of();
      case Json.Bool(boolean value) -> List.of();
      case Json.Null() -> List.of();
    };
  }

  /** A side that is not told is open. */
  private static Optional<Moment> period(Json.Obj period) {
    Optional<Moment> start = period.string("start").flatMap(Moments::parse);
    Optional<Moment> end = period.string("end").flatMap(Moments::parse);
    if (start.isEmpty() && end.isEmpty()) return Optional.empty();
    long low = start.map(Moment::low).orElse(Moments.FIRST);
    long high = end.map(Moment::high).orElse(Moments.LAST);
    return Optional.of(new Moment(Math.min(low, high), Math.max(low, high)));
  }

  /** From the first to the last event, or the bounds of the repetition. */
  private static List<SearchValue> timing(Json.Obj timing) {
    var spans = new ArrayList<Moment>();
    for (Json event : timing.items("event")) {
      if (event instanceof Json.Text(String value)) Moments.parse(value).ifPresent(spans::add);
    }
    if (timing.get("repeat").orElse(Json.NULL) instanceof Json.Obj repeat
        && repeat.get("boundsPeriod").orElse(Json.NULL) instanceof Json.Obj bounds) {
      period(bounds).ifPresent(spans::add);
    }
    if (spans.isEmpty()) return List.of();
    long low = spans.stream().mapToLong(Moment::low).min().orElseThrow();
    long high = spans.stream().mapToLong(Moment::high).max().orElseThrow();
    return List.of(new Moment(low, high));
  }

  private static List<SearchValue> amounts(Node node) {
    return switch (node.json()) {
      case Json.Num(String spelling) -> {
        double value = Double.parseDouble(spelling);
        yield List.of(new SearchValue.Amount(value, value));
      }
      case Json.Obj object when node.type().equals("Range") ->
          Quantities.range(object)
              .<List<SearchValue>>map(q -> List.of(new SearchValue.Amount(q.low(), q.high())))
              .orElse(List.of());
      case Json.Obj object -> List.of();
      case Json.Text(String value) -> List.of();
      case Json.Arr(var items) -> List.of();
      case Json.Bool(boolean value) -> List.of();
      case Json.Null() -> List.of();
    };
  }

  private static List<SearchValue> links(Node node) {
    return switch (node.json()) {
      case Json.Text(String url) when node.type().equals("canonical") -> List.of(canonical(url));
      case Json.Text(String url) -> List.of(link(url));
      case Json.Obj object when object.string("resourceType").isPresent() ->
          object
              .string("id")
              .<List<SearchValue>>map(id -> List.of(new SearchValue.Link(node.type(), id)))
              .orElse(List.of());
      case Json.Obj reference -> reference(reference);
      case Json.Arr(var items) -> List.of();
      case Json.Num(String spelling) -> List.of();
      case Json.Bool(boolean value) -> List.of();
      case Json.Null() -> List.of();
    };
  }

  private static List<SearchValue> reference(Json.Obj reference) {
    var values = new ArrayList<SearchValue>();
    reference
        .string("reference")
        .filter(r -> !r.startsWith("#"))
        .ifPresent(r -> values.add(link(r)));
    if (reference.get("identifier").orElse(Json.NULL) instanceof Json.Obj identifier) {
      identifier
          .string("value")
          .ifPresent(
              v -> values.add(new SearchValue.Logical(identifier.string("system").orElse(""), v)));
    }
    return values;
  }

  private static SearchValue link(String reference) {
    return References.literal(reference)
        .filter(literal -> literal.base().isEmpty())
        .<SearchValue>map(literal -> new SearchValue.Link(literal.type(), literal.id()))
        .orElseGet(
            () ->
                new SearchValue.Url(reference.replaceFirst("/_history/[A-Za-z0-9.-]{1,64}$", "")));
  }

  private static SearchValue canonical(String url) {
    int bar = url.indexOf('|');
    return bar < 0
        ? new SearchValue.Canonical(url, "")
        : new SearchValue.Canonical(
            url.substring(0, bar), url.substring(bar + 1).replaceFirst("#.*", ""));
  }
}
