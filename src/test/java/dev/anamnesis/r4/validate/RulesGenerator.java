package dev.anamnesis.r4.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes {@code r4/invariants.txt} and {@code r4/bindings.txt} from R4's own definitions. */
public final class RulesGenerator {

  private static final Path RESOURCES = Path.of("src/main/resources/r4");

  private final Map<String, JsonNode> definitions = new TreeMap<>();
  private final Map<String, JsonNode> profiles = new HashMap<>();
  private final Map<String, Set<String>> keys = new HashMap<>();
  private final StringBuilder invariants = new StringBuilder();
  private final TreeMap<String, String> bindings = new TreeMap<>();

  private RulesGenerator() throws IOException {
    var json = new ObjectMapper();
    for (Path file : Examples.resources()) {
      if (!file.getFileName().toString().startsWith("StructureDefinition-")) continue;
      JsonNode definition = json.readTree(Files.readString(file));
      String kind = definition.path("kind").asText();
      boolean profile = definition.path("derivation").asText().equals("constraint");
      if (profile) profiles.put(definition.path("url").asText(), definition);
      if (profile || !kind.equals("resource") && !kind.equals("complex-type")) continue;
      definitions.put(definition.path("type").asText(), definition);
      var own = new HashSet<String>();
      for (JsonNode constraint : elements(definition).path(0).path("constraint")) {
        own.add(constraint.path("key").asText());
      }
      keys.put(definition.path("type").asText(), own);
    }
    definitions.forEach((type, definition) -> elements(definition).forEach(e -> add(type, e)));
  }

  public static void main(String[] args) throws IOException {
    Files.writeString(RESOURCES.resolve("invariants.txt"), invariants());
    Files.writeString(RESOURCES.resolve("bindings.txt"), bindings());
  }

  /** A line each: path, key, expression and words, by tabs. */
  static String invariants() throws IOException {
    return new RulesGenerator().invariants.toString();
  }

  /** Value sets with their codes by system, then paths with their value set. */
  static String bindings() throws IOException {
    var made = new RulesGenerator();
    var sets = new ValueSets();
    var out = new StringBuilder();
    for (String url : new TreeSet<>(made.bindings.values())) {
      sets.codes(url)
          .ifPresent(
              systems -> {
                out.append('#').append(url).append('\n');
                systems.forEach(
                    (system, codes) ->
                        out.append(system)
                            .append('\t')
                            .append(String.join(" ", codes))
                            .append('\n'));
              });
    }
    out.append("#\n");
    made.bindings.forEach((path, url) -> out.append(path).append('\t').append(url).append('\n'));
    return out.toString();
  }

  private static JsonNode elements(JsonNode definition) {
    return definition.path("snapshot").path("element");
  }

  private void add(String type, JsonNode element) {
    String path = element.path("path").asText();
    invariants(path, element, inherited(type, path, element));
    for (JsonNode of : element.path("type")) {
      for (JsonNode url : of.path("profile")) {
        JsonNode root = elements(profiles.get(url.asText())).path(0);
        invariants(path, root, inherited(type, path, element));
      }
    }
    JsonNode binding = element.path("binding");
    if (binding.path("strength").asText().equals("required")) {
      bindings.put(path, binding.path("valueSet").asText().split("\\|", 2)[0]);
    }
  }

  private void invariants(String path, JsonNode element, Set<String> inherited) {
    for (JsonNode constraint : element.path("constraint")) {
      String key = constraint.path("key").asText();
      if (!constraint.path("severity").asText().equals("error") || inherited.contains(key))
        continue;
      invariants
          .append(path)
          .append('\t')
          .append(key)
          .append('\t')
          .append(constraint.path("expression").asText())
          .append('\t')
          .append(constraint.path("human").asText().replaceAll("\\s+", " ").strip())
          .append('\n');
    }
  }

  /** What holds for the element's type anyhow. */
  private Set<String> inherited(String type, String path, JsonNode element) {
    var inherited = new HashSet<String>();
    if (!type.equals("Element")) inherited.add("ele-1");
    if (path.equals(type)) {
      if (!type.equals("DomainResource")) inherited.addAll(keys.get("DomainResource"));
      String base = definitions.get(type).path("baseDefinition").asText();
      if (base.endsWith("/Quantity")) inherited.addAll(keys.get("Quantity"));
      return inherited;
    }
    for (JsonNode of : element.path("type")) {
      inherited.addAll(keys.getOrDefault(of.path("code").asText(), Set.of()));
    }
    return inherited;
  }
}
