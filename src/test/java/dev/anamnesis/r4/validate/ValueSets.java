package dev.anamnesis.r4.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** R4's value sets and code systems, expanded where they are finite and known. */
final class ValueSets {

  private final Map<String, JsonNode> byUrl = new HashMap<>();

  ValueSets() throws IOException {
    var json = new ObjectMapper();
    for (Path file : Examples.resources()) {
      String name = file.getFileName().toString();
      if (name.startsWith("ValueSet-") || name.startsWith("CodeSystem-")) {
        JsonNode definition = json.readTree(Files.readString(file));
        byUrl.put(name.charAt(0) + definition.path("url").asText(), definition);
      }
    }
  }

  /** System to codes; empty for a set whose codes R4 does not list. */
  Optional<Map<String, TreeSet<String>>> codes(String url) {
    JsonNode set = byUrl.get("V" + url);
    if (set == null) return Optional.empty();
    if (set.path("compose").has("exclude")) throw new IllegalStateException(url + " excludes");
    var systems = new TreeMap<String, TreeSet<String>>();
    for (JsonNode include : set.path("compose").path("include")) {
      if (include.has("filter") || include.has("valueSet")) {
        throw new IllegalStateException(url + " is put together otherwise");
      }
      String system = include.path("system").asText();
      JsonNode concepts = include.path("concept");
      if (concepts.isMissingNode()) {
        JsonNode whole = byUrl.get("C" + system);
        if (whole == null || !whole.path("content").asText().equals("complete")) {
          return Optional.empty();
        }
        concepts = whole.path("concept");
      }
      add(concepts, systems.computeIfAbsent(system, s -> new TreeSet<>()));
    }
    return Optional.of(systems);
  }

  private static void add(JsonNode concepts, TreeSet<String> codes) {
    for (JsonNode concept : concepts) {
      codes.add(concept.path("code").asText());
      add(concept.path("concept"), codes);
    }
  }
}
