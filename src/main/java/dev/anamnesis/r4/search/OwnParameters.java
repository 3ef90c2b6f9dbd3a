package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shapes;
import dev.anamnesis.r4.path.FhirPath;
import dev.anamnesis.r4.search.SearchParameter.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a user's own SearchParameter resources (https://hl7.org/fhir/R4/searchparameter.html). */
public final class OwnParameters {

  private OwnParameters() {}

  /** Parameters, one for each base, or what is wrong. */
  public sealed interface Reading {
    record Understood(List<SearchParameter> parameters) implements Reading {
      public Understood {
        parameters = List.copyOf(parameters);
      }
    }

    record NotUnderstood(String why) implements Reading {}
  }

  public static Reading read(String json) {
    Json parsed;
    try {
      parsed = Json.parse(json);
    } catch (Json.Malformed e) {
      return new Reading.NotUnderstood("it is no JSON");
    }
    if (!(parsed instanceof Json.Obj definition)
        || !definition.string("resourceType").equals(Optional.of("SearchParameter"))) {
      return new Reading.NotUnderstood("it is no SearchParameter");
    }
    String code = definition.string("code").orElse("");
    String expression = definition.string("expression").orElse("");
    if (!code.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      return new Reading.NotUnderstood("its code is not of letters, digits and hyphens");
    }
    if (expression.isBlank()) return new Reading.NotUnderstood("it has no expression");
    Optional<SearchKind> kind = kind(definition.string("type").orElse(""));
    if (kind.isEmpty()) {
      return new Reading.NotUnderstood("its type is composite, special or none of R4's");
    }
    List<String> bases = texts(definition, "base");
    if (bases.isEmpty() || !bases.stream().allMatch(OwnParameters::isType)) {
      return new Reading.NotUnderstood("its base names no resource types of R4, or others too");
    }
    Set<String> targets = new TreeSet<>(texts(definition, "target"));
    String url = definition.string("url").orElse("");
    try {
      return new Reading.Understood(
          bases.stream()
              .map(type -> parameter(type, code, kind.get(), expression, targets, url))
              .toList());
    } catch (FhirPath.Malformed e) {
      return new Reading.NotUnderstood("its expression is no FHIRPath: " + e.getMessage());
    }
  }

  private static boolean isType(String name) {
    return Shapes.R4.resource(name).isPresent();
  }

  private static List<String> texts(Json.Obj definition, String member) {
    var texts = new ArrayList<String>();
    for (Json item : definition.items(member)) {
      if (item instanceof Json.Text(String value)) texts.add(value);
    }
    return texts;
  }

  private static Optional<SearchKind> kind(String code) {
    return switch (code) {
      case "number", "date", "string", "token", "reference", "quantity", "uri" ->
          Optional.of(SearchKind.of(code));
      default -> Optional.empty();
    };
  }

  /** A FHIRPath engine reads it whatever it is. */
  private static SearchParameter parameter(
      String type,
      String code,
      SearchKind kind,
      String expression,
      Set<String> targets,
      String url) {
    var steps = new Steps(List.of(new Steps.Step.Engine(FhirPath.parse(expression))));
    String name = type + ": " + expression + ' ' + kind.code();
    return new SearchParameter(
        type, code, kind, List.of(new Source(name, kind, steps, "", List.of())), targets, url);
  }
}
