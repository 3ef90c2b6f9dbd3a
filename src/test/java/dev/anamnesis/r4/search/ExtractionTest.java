package dev.anamnesis.r4.search;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import dev.anamnesis.Examples;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.junit.jupiter.api.Test;

/**
 * The compiled expressions select what HAPI's FHIRPath engine does. The smallest examples of each
 * type in a build; {@code -Dsearch.examples=all} for all, {@code -Dsearch.bundles=DIR} for the
 * resources of Bundles there.
 */
class ExtractionTest {

  private static final int SMALLEST = 3;
  private static final FhirContext CONTEXT = FhirContext.forR4();
  private static final Map<String, String> EXPRESSIONS = expressions();

  private final Extractor extractor = new Extractor(SearchParameters.R4, "");
  private final IParser parser =
      CONTEXT.newJsonParser().setParserErrorHandler(new LenientErrorHandler(false));
  private final ReferenceEngine engine = new ReferenceEngine(CONTEXT);

  private static Map<String, String> expressions() {
    var expressions = new HashMap<String, String>();
    for (String line : Lines.of("/r4/search.txt")) {
      String[] cells = line.split("\t", -1);
      // As in the definitions, but by function: the operator is refused where there are several.
      // A union's parts are asked one by one: the engine's union cannot compare quantities.
      expressions.put(
          cells[0] + '.' + cells[1], cells[3].replaceAll("([\\w.]+) as (\\w+)", "$1.ofType($2)"));
    }
    return expressions;
  }

  private static List<Path> examples() throws IOException {
    var byType = new TreeMap<String, List<Path>>();
    for (Path file : Examples.resources()) {
      String name = file.getFileName().toString();
      byType
          .computeIfAbsent(name.substring(0, name.indexOf('-')), t -> new ArrayList<>())
          .add(file);
    }
    boolean all = "all".equals(System.getProperty("search.examples"));
    var chosen = new ArrayList<Path>();
    for (List<Path> files : byType.values()) {
      files.sort(java.util.Comparator.comparingLong(ExtractionTest::size));
      chosen.addAll(all ? files : files.subList(0, Math.min(SMALLEST, files.size())));
    }
    return chosen;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Json.Obj> bundled() throws IOException {
    String folder = System.getProperty("search.bundles", "");
    if (folder.isEmpty()) return List.of();
    var resources = new ArrayList<Json.Obj>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        var bundle = (Json.Obj) Json.parse(Files.readString(file));
        for (Json entry : bundle.items("entry")) {
          resources.add((Json.Obj) ((Json.Obj) entry).get("resource").orElseThrow());
        }
      }
    }
    return resources;
  }

  @Test
  void each_parameter_selects_what_the_fhirpath_engine_selects() throws IOException {
    var differences = new ArrayList<String>();
    int compared = 0;
    for (Path file : examples()) {
      var resource = (Json.Obj) Json.parse(Files.readString(file));
      compared += compare(file.getFileName().toString(), resource, differences);
    }
    for (Json.Obj resource : bundled()) compared += compare("bundled", resource, differences);
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(4_000);
    System.out.println("search parameters compared: " + compared);
  }

  private int compare(String name, Json.Obj resource, List<String> differences) {
    String type = resource.string("resourceType").orElseThrow();
    IBaseResource parsed = parser.parseResource(resource.text());
    var members = new TreeMap<String, String>();
    resource.members().forEach((member, json) -> members.put(member, json.text()));
    members.remove("resourceType");
    int compared = 0;
    for (SearchParameter parameter : SearchParameters.R4.of(type).values()) {
      String expression =
          EXPRESSIONS.getOrDefault(
              type + '.' + parameter.code(), EXPRESSIONS.get("Resource." + parameter.code()));
      if (expression.isEmpty() || parameter.kind() == SearchKind.SPECIAL) continue;
      List<String> theirs =
          java.util.Arrays.stream(expression.split(" \\| "))
              .flatMap(leaf -> engine.evaluate(parsed, leaf).stream())
              .map(this::text)
              .distinct()
              .sorted()
              .toList();
      List<String> ours =
          extractor.elements(parameter, type, Elements.of(members)).stream()
              .map(node -> ours(node, resource))
              .distinct()
              .sorted()
              .toList();
      compared++;
      if (!ours.equals(theirs)) {
        differences.add(name + ' ' + parameter.code() + ": " + ours + " is not " + theirs);
      }
    }
    return compared;
  }

  private String text(IBase element) {
    if (element instanceof IPrimitiveType<?> primitive)
      return String.valueOf(primitive.getValueAsString());
    return canonical(Json.parse(parser.encodeToString(element)));
  }

  /** A composite's place may be the resource itself. */
  private static String ours(Node node, Json.Obj resource) {
    if (node.type().equals("root")) return canonical(resource);
    return switch (node.json()) {
      case Json.Text(String value) -> value;
      case Json.Bool(boolean value) -> Boolean.toString(value);
      case Json.Num(String spelling) -> new java.math.BigDecimal(spelling).toPlainString();
      case Json json -> canonical(json);
    };
  }

  /** Told apart by what can be told whichever way it was parsed: names, texts, not spelling. */
  private static String canonical(Json json) {
    return switch (json) {
      case Json.Obj(var members) -> {
        if (members.containsKey("resourceType")) yield members.get("resourceType").text();
        var sorted = new TreeMap<String, String>();
        members.forEach(
            (name, value) -> {
              if (!name.startsWith("_") && !name.equals("extension"))
                sorted.put(name, canonical(value));
            });
        yield sorted.toString();
      }
      case Json.Arr(var items) -> items.stream().map(ExtractionTest::canonical).toList().toString();
      case Json.Num(String spelling) ->
          new java.math.BigDecimal(spelling).stripTrailingZeros().toPlainString();
      case Json other -> other.text();
    };
  }
}
