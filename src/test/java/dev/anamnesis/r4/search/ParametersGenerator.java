package dev.anamnesis.r4.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes {@code r4/search.txt} and {@code r4/codes.txt} from R4's own definitions. */
public final class ParametersGenerator {

  static final Path SEARCH = Path.of("src/main/resources/r4/search.txt");
  static final Path CODES = Path.of("src/main/resources/r4/codes.txt");
  static final Path COMPARTMENTS = Path.of("src/main/resources/r4/compartments.txt");

  /** Without an expression, of a profile or extension, or an example of a definition. */
  private static final String NOT_BASE =
      ".*(-extensions-|-genetic-|/example|/filter$|-content$|Resource-text$|Resource-query$).*";

  private final ObjectMapper json = new ObjectMapper();

  public static void main(String[] args) throws IOException {
    var generator = new ParametersGenerator();
    Files.writeString(SEARCH, generator.search());
    Files.writeString(CODES, generator.codes());
    Files.writeString(COMPARTMENTS, generator.compartments());
  }

  private List<JsonNode> definitions(String kind) throws IOException {
    var found = new ArrayList<JsonNode>();
    for (Path file : Examples.resources()) {
      if (file.getFileName().toString().startsWith(kind + "-"))
        found.add(json.readTree(file.toFile()));
    }
    return found;
  }

  String search() throws IOException {
    var byUrl = new TreeMap<String, JsonNode>();
    for (JsonNode definition : definitions("SearchParameter")) {
      byUrl.put(definition.path("url").asText(), definition);
    }
    var lines = new TreeSet<String>();
    for (JsonNode definition : byUrl.values()) {
      boolean whole =
          definition.has("expression") && !definition.path("url").asText().matches(NOT_BASE);
      if (!whole) continue;
      for (JsonNode base : definition.path("base"))
        lines.add(line(definition, base.asText(), byUrl));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String line(JsonNode definition, String type, Map<String, JsonNode> byUrl) {
    var leaves = new ArrayList<String>();
    for (String leaf : union(definition.path("expression").asText())) {
      String bare =
          leaf.startsWith("(") && leaf.endsWith(")") ? leaf.substring(1, leaf.length() - 1) : leaf;
      boolean ours = bare.matches("\\(?" + type + "\\b.*");
      boolean relative = Character.isLowerCase(bare.charAt(0));
      if (ours) leaves.add(bare);
      if (relative) leaves.add(type + "." + bare);
    }
    var targets = new ArrayList<String>();
    definition.path("target").forEach(target -> targets.add(target.asText()));
    var components = new ArrayList<String>();
    for (JsonNode component : definition.path("component")) {
      JsonNode of = byUrl.get(component.path("definition").asText());
      String expression = component.path("expression").asText().replace("DateTime", "dateTime");
      components.add(kind(of, expression) + "=" + expression);
    }
    return String.join(
        "\t",
        type,
        definition.path("code").asText(),
        definition.path("type").asText(),
        String.join(" | ", leaves),
        targets.size() > 100 ? "*" : String.join(",", targets),
        String.join(";", components),
        definition.path("url").asText());
  }

  /** The definition of DocumentReference's relationship has its two components' types swapped. */
  private static String kind(JsonNode definition, String expression) {
    return switch (definition.path("code").asText() + " " + expression) {
      case "relatesto code" -> "token";
      case "relation target" -> "reference";
      default -> definition.path("type").asText();
    };
  }

  static List<String> union(String expression) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int at = 0; at < expression.length(); at++) {
      char c = expression.charAt(at);
      if (c == '(') depth++;
      if (c == ')') depth--;
      if (c == '|' && depth == 0) {
        parts.add(expression.substring(start, at).strip());
        start = at + 1;
      }
    }
    parts.add(expression.substring(start).strip());
    return parts;
  }

  /** The system a code's binding gives it, where it gives one. */
  String codes() throws IOException {
    var systems = new TreeMap<String, TreeSet<String>>();
    for (JsonNode set : definitions("ValueSet")) {
      var of = new TreeSet<String>();
      boolean plain = !set.path("compose").path("include").isEmpty();
      for (JsonNode include : set.path("compose").path("include")) {
        plain &= include.has("system");
        of.add(include.path("system").asText());
      }
      if (plain) systems.put(set.path("url").asText(), of);
    }
    var lines = new TreeSet<String>();
    for (JsonNode definition : definitions("StructureDefinition")) {
      if (definition.path("derivation").asText().equals("constraint")) continue;
      for (JsonNode element : definition.path("snapshot").path("element")) {
        if (!element.path("type").path(0).path("code").asText().equals("code")) continue;
        JsonNode binding = element.path("binding");
        var of = systems.get(binding.path("valueSet").asText().replaceFirst("\\|.*", ""));
        if (!binding.path("strength").asText().equals("required") || of == null || of.size() != 1)
          continue;
        String path = element.path("path").asText();
        int dot = path.lastIndexOf('.');
        lines.add(
            path.substring(0, dot)
                + "\t"
                + path.substring(dot + 1).replace("[x]", "Code")
                + "\t"
                + of.first());
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** What is in whose compartment, by which parameters. */
  String compartments() throws IOException {
    var lines = new TreeSet<String>();
    for (JsonNode definition : definitions("CompartmentDefinition")) {
      if (!definition
          .path("url")
          .asText()
          .matches(
              "http://hl7.org/fhir/CompartmentDefinition/(patient|encounter|practitioner|relatedPerson|device)"))
        continue;
      for (JsonNode resource : definition.path("resource")) {
        var parameters = new ArrayList<String>();
        resource.path("param").forEach(param -> parameters.add(param.asText()));
        if (!parameters.isEmpty()) {
          lines.add(
              definition.path("code").asText()
                  + "\t"
                  + resource.path("code").asText()
                  + "\t"
                  + String.join(",", parameters));
        }
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
