package dev.anamnesis.fhir.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes {@code r4/shapes.txt} from R4's own StructureDefinitions. */
public final class ShapesGenerator {

  private static final String FHIRPATH = "http://hl7.org/fhirpath/";

  private ShapesGenerator() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of("src/main/resources/r4/shapes.txt"), generate());
  }

  static String generate() throws IOException {
    var json = new ObjectMapper();
    var shapes = new TreeMap<String, StringBuilder>();
    try (Stream<Path> files = Files.list(Examples.folder())) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().startsWith("StructureDefinition-"))
              .toList()) {
        JsonNode definition = json.readTree(file.toFile());
        String kind = definition.path("kind").asText();
        boolean base = !definition.path("derivation").asText("specialization").equals("constraint");
        boolean shaped = kind.equals("resource") || kind.equals("complex-type");
        boolean concrete =
            !definition.path("abstract").asBoolean()
                || definition.path("type").asText().equals("Element");
        if (base && shaped && concrete) add(definition, shapes);
      }
    }
    var out = new StringBuilder();
    shapes.forEach((name, members) -> out.append('#').append(name).append('\n').append(members));
    return out.toString();
  }

  private static void add(JsonNode definition, TreeMap<String, StringBuilder> shapes) {
    String type = definition.path("type").asText();
    boolean resource = definition.path("kind").asText().equals("resource");
    shapes.put(type, new StringBuilder(resource ? "!resource\n" : ""));
    for (JsonNode element : definition.path("snapshot").path("element")) {
      String path = element.path("path").asText();
      if (!path.contains(".")) continue;
      String parent = path.substring(0, path.lastIndexOf('.'));
      String name = path.substring(path.lastIndexOf('.') + 1);
      String cardinality =
          element.path("min").asText()
              + " "
              + (element.path("max").asText().equals("1") ? "1" : "*");
      if (element.path("max").asText().equals("0")) continue;
      var members = shapes.computeIfAbsent(parent, p -> new StringBuilder());
      if (element.has("contentReference")) {
        line(
            members, name, cardinality, element.get("contentReference").asText().substring(1), "-");
      } else if (name.endsWith("[x]")) {
        String stem = name.substring(0, name.length() - 3);
        for (JsonNode choice : element.path("type")) {
          String code = choice.path("code").asText();
          String upper = Character.toUpperCase(code.charAt(0)) + code.substring(1);
          line(members, stem + upper, cardinality, code, stem);
        }
      } else {
        String code = element.path("type").path(0).path("code").asText();
        boolean own = code.equals("BackboneElement") || code.equals("Element");
        if (own) shapes.computeIfAbsent(path, p -> new StringBuilder());
        line(
            members,
            name,
            cardinality,
            own ? path : code.startsWith(FHIRPATH) ? "System" : code,
            "-");
      }
    }
  }

  private static void line(
      StringBuilder members, String name, String cardinality, String type, String choice) {
    members
        .append(name)
        .append(' ')
        .append(cardinality)
        .append(' ')
        .append(type)
        .append(' ')
        .append(choice)
        .append('\n');
  }
}
