package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shapes;
import dev.anamnesis.r4.path.FhirPath;
import dev.anamnesis.r4.search.SearchParameter.Component;
import dev.anamnesis.r4.search.SearchParameter.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a user's own SearchParameter resources (https://hl7.org/fhir/R4/searchparameter.html). */
public final class OwnParameters {

  /** What a composite's second component may be. */
  private static final Set<SearchKind> PAIRED =
      Set.of(
          SearchKind.TOKEN,
          SearchKind.DATE,
          SearchKind.STRING,
          SearchKind.NUMBER,
          SearchKind.QUANTITY,
          SearchKind.REFERENCE);

  /** The types of parameters by their URLs: R4's own, and those that come with them. */
  private final Map<String, SearchKind> kinds = new HashMap<>();

  private OwnParameters(List<String> texts) {
    for (String type : Shapes.R4.resources()) {
      SearchParameters.R4.of(type).values().forEach(p -> kinds.put(p.url(), p.kind()));
    }
    for (String text : texts) {
      if (!(parsed(text).orElse(Json.NULL) instanceof Json.Obj definition)) continue;
      kind(definition.string("type").orElse(""))
          .ifPresent(kind -> definition.string("url").ifPresent(url -> kinds.put(url, kind)));
    }
  }

  /** Parameters, one for each base, or what is wrong. */
  public sealed interface Reading {
    record Understood(List<SearchParameter> parameters) implements Reading {
      public Understood {
        parameters = List.copyOf(parameters);
      }
    }

    record NotUnderstood(String why) implements Reading {}
  }

  /** Each text by itself, in their order; composites may be made of any of them. */
  public static List<Reading> read(List<String> texts) {
    var all = new OwnParameters(texts);
    return texts.stream().map(all::one).toList();
  }

  /** R4's with these; empty where one of them is not understood. */
  public static Optional<SearchParameters> with(List<String> texts) {
    var parameters = new ArrayList<SearchParameter>();
    for (Reading reading : read(texts)) {
      switch (reading) {
        case Reading.Understood(var understood) -> parameters.addAll(understood);
        case Reading.NotUnderstood(String why) -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(SearchParameters.R4.with(parameters, texts));
  }

  private static Optional<Json> parsed(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (Json.Malformed e) {
      return Optional.empty();
    }
  }

  private Reading one(String text) {
    Optional<Json> parsed = parsed(text);
    if (parsed.isEmpty()) return new Reading.NotUnderstood("it is no JSON");
    if (!(parsed.get() instanceof Json.Obj definition)
        || !definition.string("resourceType").equals(Optional.of("SearchParameter"))) {
      return new Reading.NotUnderstood("it is no SearchParameter");
    }
    String code = definition.string("code").orElse("");
    if (!code.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      return new Reading.NotUnderstood("its code is not of letters, digits and hyphens");
    }
    if (definition.string("expression").orElse("").isBlank()) {
      return new Reading.NotUnderstood("it has no expression");
    }
    Optional<SearchKind> kind = kind(definition.string("type").orElse(""));
    if (kind.isEmpty()) return new Reading.NotUnderstood("its type is special or none of R4's");
    List<String> bases = texts(definition, "base");
    if (bases.isEmpty() || !bases.stream().allMatch(OwnParameters::isType)) {
      return new Reading.NotUnderstood("its base names no resource types of R4, or others too");
    }
    List<Component> components = components(definition);
    if (kind.get() == SearchKind.COMPOSITE && !isComposite(components)) {
      return new Reading.NotUnderstood(
          "it is a composite, and its components are not two, of which the first is a token and"
              + " each has a known definition and a simple path");
    }
    try {
      var path = FhirPath.parse(definition.string("expression").orElseThrow());
      return new Reading.Understood(
          bases.stream()
              .map(type -> parameter(type, code, kind.get(), path, components, definition))
              .toList());
    } catch (FhirPath.Malformed e) {
      return new Reading.NotUnderstood("its expression is no FHIRPath: " + e.getMessage());
    }
  }

  private static boolean isComposite(List<Component> components) {
    return components.size() == 2
        && components.getFirst().kind() == SearchKind.TOKEN
        && PAIRED.contains(components.getLast().kind());
  }

  /** None where one of them is not understood. */
  private List<Component> components(Json.Obj definition) {
    var components = new ArrayList<Component>();
    for (Json item : definition.items("component")) {
      if (!(item instanceof Json.Obj component)) return List.of();
      SearchKind kind = kinds.get(component.string("definition").orElse(""));
      Optional<Steps> steps = component.string("expression").flatMap(Steps::relative);
      if (kind == null || steps.isEmpty()) return List.of();
      components.add(new Component(kind, List.of(steps.get())));
    }
    return components;
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
      case "number", "date", "string", "token", "reference", "quantity", "uri", "composite" ->
          Optional.of(SearchKind.of(code));
      default -> Optional.empty();
    };
  }

  /** A FHIRPath engine reads it whatever it is; components by what is compiled. */
  private static SearchParameter parameter(
      String type,
      String code,
      SearchKind kind,
      FhirPath path,
      List<Component> components,
      Json.Obj definition) {
    var parts = kind == SearchKind.COMPOSITE ? components : List.<Component>of();
    var name = new StringBuilder(type + ": " + path + ' ' + kind.code());
    for (Component part : parts) name.append(' ').append(part.kind().code()).append(part.steps());
    var steps = new Steps(List.of(new Steps.Step.Engine(path)));
    return new SearchParameter(
        type,
        code,
        kind,
        List.of(new Source(name.toString(), kind, steps, "", parts)),
        new TreeSet<>(texts(definition, "target")),
        definition.string("url").orElse(""));
  }
}
