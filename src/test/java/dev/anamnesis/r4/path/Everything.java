package dev.anamnesis.r4.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every expression R4 defines: by type for search, by element path for invariants. */
final class Everything {

  /** As many steps as the largest example needs. */
  static final Environment WORLD =
      new Environment() {
        @Override
        public int steps() {
          return 100_000_000;
        }
      };

  final Map<String, Set<String>> searches = new TreeMap<>();
  final Map<String, Set<String>> invariants = new HashMap<>();

  Everything() throws IOException {
    var json = new ObjectMapper();
    for (Path file : Examples.resources()) {
      String name = file.getFileName().toString();
      if (name.startsWith("SearchParameter-")) search(json.readTree(Files.readString(file)));
      if (name.startsWith("StructureDefinition-")) {
        invariants(json.readTree(Files.readString(file)));
      }
    }
  }

  private void search(JsonNode parameter) {
    String expression = parameter.path("expression").asText();
    if (expression.isEmpty()) return;
    for (JsonNode base : parameter.path("base")) {
      searches.computeIfAbsent(base.asText(), b -> new LinkedHashSet<>()).add(expression);
    }
  }

  private void invariants(JsonNode definition) {
    for (JsonNode element : definition.path("snapshot").path("element")) {
      for (JsonNode constraint : element.path("constraint")) {
        String expression = constraint.path("expression").asText();
        if (expression.isEmpty()) continue;
        invariants
            .computeIfAbsent(element.path("path").asText(), p -> new LinkedHashSet<>())
            .add(expression);
      }
    }
  }

  List<String> searchesOf(String type) {
    var all = new LinkedHashSet<>(searches.getOrDefault(type, Set.of()));
    all.addAll(searches.getOrDefault("Resource", Set.of()));
    all.addAll(searches.getOrDefault("DomainResource", Set.of()));
    return List.copyOf(all);
  }
}
