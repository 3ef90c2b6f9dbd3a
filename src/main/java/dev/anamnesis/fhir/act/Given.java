package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Pointer;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.r4.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operation was given: a Parameters resource, or the URL's parameters. */
final class Given {

  private static final Set<String> ALWAYS =
      Set.of("_format", "_pretty", "_summary", "_elements", "import");

  private final List<Elements> parameters;
  private final Map<String, List<String>> query;

  Given(Elements body, Ask ask) {
    this.parameters = body.items("parameter").stream().map(Elements::parse).toList();
    this.query = ask.parameters();
  }

  /**
   * What is not understood is refused: a search that is wider than was meant books the wrong one.
   */
  Given only(String... known) {
    var names = new ArrayList<>(query.keySet());
    parameters.forEach(parameter -> parameter.text("name").ifPresent(names::add));
    for (String name : names) {
      if (ALWAYS.contains(name) || List.of(known).contains(name)) continue;
      throw Outcomes.invalid(
          "unknown-parameter",
          known.length == 0
              ? "The operation takes no parameters."
              : "The operation takes " + String.join(", ", known) + ".");
    }
    return this;
  }

  private List<Elements> named(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.text("name").filter(name::equals).isPresent())
        .toList();
  }

  private static Optional<String> value(Elements parameter) {
    return parameter.members().entrySet().stream()
        .filter(member -> member.getKey().startsWith("value"))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private List<String> values(String name) {
    return named(name).stream().flatMap(parameter -> value(parameter).stream()).toList();
  }

  private Optional<String> one(String name) {
    List<String> values = values(name);
    if (values.size() > 1) throw bad(name, "is given more than once");
    return values.stream().findFirst();
  }

  /** A string's JSON. */
  Optional<String> string(String name) {
    return one(name)
        .or(() -> first(name).map(text -> new Json.Text(text).text()))
        .map(json -> json.startsWith("\"") ? json : bad(name, json, "takes a string"));
  }

  private Optional<String> first(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) throw bad(name, "is given more than once");
    return values.stream().findFirst();
  }

  /** A CodeableConcept's JSON, made of a string where that is what is given. */
  Optional<String> concept(String name) {
    return one(name)
        .or(() -> first(name).map(text -> new Json.Text(text).text()))
        .map(
            json -> {
              if (json.startsWith("{")) return json;
              if (json.startsWith("\"")) return "{\"text\":" + json + "}";
              return bad(name, json, "takes a CodeableConcept or a string");
            });
  }

  /** {@code Type/id} of each reference. */
  List<String> references(String name) {
    var references = new ArrayList<String>();
    for (String json : values(name)) {
      references.add(Pointer.of(json).orElseThrow(() -> bad(name, "takes a Reference")));
    }
    for (String text : query.getOrDefault(name, List.of())) {
      String json = "{\"reference\":" + new Json.Text(text).text() + "}";
      references.add(Pointer.of(json).orElseThrow(() -> bad(name, "takes a reference")));
    }
    return references;
  }

  Optional<String> reference(String name) {
    List<String> references = references(name);
    if (references.size() > 1) throw bad(name, "is given more than once");
    return references.stream().findFirst();
  }

  /** An instant, or the start of a day in UTC. */
  Optional<Instant> instant(String name) {
    return one(name)
        .filter(json -> json.startsWith("\""))
        .map(json -> json.substring(1, json.length() - 1))
        .or(() -> first(name))
        .map(
            text ->
                Span.instant(text)
                    .or(() -> day(text))
                    .orElseThrow(() -> bad(name, "takes an instant with a time zone")));
  }

  private static Optional<Instant> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A whole resource. */
  Optional<Elements> resource(String name) {
    return named(name).stream()
        .flatMap(parameter -> parameter.get("resource").stream())
        .findFirst()
        .map(Elements::parse);
  }

  private static String bad(String name, String json, String why) {
    throw bad(name, why);
  }

  static RuntimeException bad(String name, String why) {
    return Outcomes.invalid("bad-parameter", "The parameter " + name + " " + why + ".");
  }
}
