package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.search.SearchValue.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Elements as tokens (https://hl7.org/fhir/R4/search.html#token). */
final class Tokens {

  /** Primitives of which most values differ. */
  private static final Set<String> OPEN =
      Set.of("string", "uri", "url", "canonical", "oid", "uuid", "id", "resource id");

  private Tokens() {}

  static List<SearchValue> of(Node node) {
    return switch (node.json()) {
      case Json.Text(String code) ->
          List.of(new Token(node.system(), code, !OPEN.contains(node.type()), List.of()));
      case Json.Bool(boolean value) ->
          List.of(new Token("", Boolean.toString(value), true, List.of()));
      case Json.Num(String spelling) -> List.of(new Token("", spelling, false, List.of()));
      case Json.Obj object -> object(node.type(), object);
      case Json.Arr(var items) -> List.of();
      case Json.Null() -> List.of();
    };
  }

  private static List<SearchValue> object(String type, Json.Obj object) {
    return switch (type) {
      case "Coding" -> coding(object, Optional.empty());
      case "CodeableConcept" -> concept(object);
      case "Identifier" -> identifier(object);
      case "ContactPoint" ->
          object
              .string("value")
              .<List<SearchValue>>map(value -> List.of(new Token("", value, false, List.of())))
              .orElse(List.of());
      default -> List.of();
    };
  }

  private static List<SearchValue> coding(Json.Obj coding, Optional<String> conceptText) {
    String system = coding.string("system").orElse("");
    var labels = new ArrayList<String>();
    coding.string("display").ifPresent(labels::add);
    conceptText.ifPresent(labels::add);
    Optional<String> code = coding.string("code");
    if (code.isPresent()) return List.of(new Token(system, code.get(), true, labels));
    // A coding without a code can be found by its system alone.
    if (!system.isEmpty()) return List.of(new Token(system, "", true, labels));
    return labels.stream().<SearchValue>map(SearchValue.Label::new).toList();
  }

  private static List<SearchValue> concept(Json.Obj concept) {
    Optional<String> text = concept.string("text");
    var values = new ArrayList<SearchValue>();
    for (Json item : concept.items("coding")) {
      if (item instanceof Json.Obj coding) values.addAll(coding(coding, text));
    }
    if (values.isEmpty()) text.ifPresent(t -> values.add(new SearchValue.Label(t)));
    return values;
  }

  private static List<SearchValue> identifier(Json.Obj identifier) {
    Optional<String> value = identifier.string("value");
    String system = identifier.string("system").orElse("");
    var values = new ArrayList<SearchValue>();
    Optional<Json.Obj> type =
        identifier.get("type").filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
    List<String> labels = type.flatMap(t -> t.string("text")).map(List::of).orElse(List.of());
    if (value.isPresent() || !system.isEmpty()) {
      values.add(new Token(system, value.orElse(""), false, labels));
    }
    if (value.isEmpty() || type.isEmpty()) return values;
    for (Json item : type.get().items("coding")) {
      if (item instanceof Json.Obj coding && coding.string("code").isPresent()) {
        values.add(
            new SearchValue.TypedIdentifier(
                coding.string("system").orElse(""),
                coding.string("code").orElseThrow(),
                value.get()));
      }
    }
    return values;
  }
}
