package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/** Both engines over the same resource, node by node. */
final class Comparison {

  private final Everything everything;
  private final HapiEngine hapi = new HapiEngine();
  private final Map<String, FhirPath> parsed = new HashMap<>();

  /** Expression, what ours finds and what HAPI's finds, to the first place where it is so. */
  final Map<String, String> differences = new TreeMap<>();

  int searches;
  int invariants;

  Comparison(Everything everything) {
    this.everything = everything;
  }

  void resource(Path file) throws IOException {
    String text = Files.readString(file);
    Json.Obj json = (Json.Obj) Json.parse(text);
    String type = json.string("resourceType").orElseThrow();
    Resource theirs = new JsonParser().parse(text.getBytes(StandardCharsets.UTF_8));
    Node ours = (Node) Item.root(type, json);
    String place = file.getFileName().toString();
    for (String expression : everything.searchesOf(type)) {
      searches++;
      compare(expression, ours, theirs, theirs, theirs, place);
    }
    nodes(ours, theirs, theirs, theirs, List.of(type), place);
  }

  private void nodes(
      Node ours, Base theirs, Resource resource, Resource root, List<String> paths, String place) {
    Set<String> all = new LinkedHashSet<>();
    for (String path : paths) all.addAll(everything.invariants.getOrDefault(path, Set.of()));
    for (String expression : all) {
      invariants++;
      compare(expression, ours, theirs, resource, root, place);
    }
    for (Property property : theirs.children()) {
      String name = property.getName().replace("[x]", "");
      List<Base> values = property.getValues();
      if (values.isEmpty()) continue;
      List<Item> mine = ours.children(name);
      if (mine.size() != values.size()) {
        differences.putIfAbsent("children", place + " " + paths + "." + name);
        continue;
      }
      for (int at = 0; at < mine.size(); at++) {
        Node child = (Node) mine.get(at);
        boolean inner = values.get(at) instanceof Resource;
        Resource nearest = inner ? (Resource) values.get(at) : resource;
        Resource outer = inner && !name.equals("contained") ? nearest : root;
        var next = new ArrayList<String>();
        next.add(child.type());
        if (!inner) for (String path : paths) next.add(path + "." + property.getName());
        nodes(child, values.get(at), nearest, outer, next, place);
      }
    }
  }

  private void compare(
      String expression, Node ours, Base theirs, Resource resource, Resource root, String place) {
    List<String> one = mine(expression, ours);
    List<String> other = hapi.evaluate(expression, theirs, resource, root);
    if (!one.equals(other)) {
      String how = expression + " ## " + kind(one) + " ## " + kind(other);
      differences.putIfAbsent(how, place + " | " + shown(one) + " | " + shown(other));
    }
  }

  /** Truths and errors as they are; of other results only that they are some. */
  private static String kind(List<String> results) {
    return switch (results.toString()) {
      case "[boolean[true]]" -> "true";
      case "[boolean[false]]" -> "false";
      case "[error]" -> "error";
      case "[]" -> "nothing";
      default -> "something";
    };
  }

  private static String shown(List<String> results) {
    String text = results.toString();
    return text.length() < 300 ? text : text.substring(0, 300) + "…";
  }

  private List<String> mine(String expression, Node node) {
    try {
      FhirPath path = parsed.computeIfAbsent(expression, FhirPath::parse);
      return path.evaluate(node, Everything.WORLD).stream().map(Spelling::of).toList();
    } catch (FhirPath.Failed e) {
      return List.of("error");
    }
  }
}
