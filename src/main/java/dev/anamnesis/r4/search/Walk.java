package dev.anamnesis.r4.search;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.path.Environment;
import dev.anamnesis.r4.path.FhirPath;
import dev.anamnesis.r4.path.Item;
import dev.anamnesis.r4.search.Steps.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes a search expression's way through one resource; each member is parsed once, when needed. */
final class Walk {

  private static final String ROOT = "root";

  /** Stands for the resource: its members are the elements. */
  private static final Node RESOURCE = new Node(Json.NULL, ROOT, "");

  private final String type;
  private final Elements elements;
  private final Map<String, Json> parsed = new HashMap<>();

  Walk(String type, Elements elements) {
    this.type = type;
    this.elements = elements;
  }

  List<Node> from(@Nullable Node place, Steps way) {
    List<Node> nodes = List.of(place == null ? RESOURCE : place);
    for (Step step : way.steps()) nodes = step(nodes, step);
    return nodes;
  }

  private List<Node> step(List<Node> nodes, Step step) {
    return switch (step) {
      case Step.Root() -> List.of(RESOURCE);
      case Step.Engine(FhirPath path) -> evaluated(path);
      case Step.Member _ when nodes.isEmpty() -> List.of();
      case Step.Member(String name) -> {
        var next = new ArrayList<Node>();
        for (Node node : nodes) children(node, name, next);
        yield next;
      }
      case Step.Item(int index) -> index < nodes.size() ? List.of(nodes.get(index)) : List.of();
      case Step.OfType(String wanted) ->
          nodes.stream().filter(node -> Types.is(node.type(), wanted)).toList();
      case Step.Where(String member, String value) ->
          nodes.stream().filter(node -> has(node, member, value)).toList();
      case Step.ResolvesTo(String target) ->
          nodes.stream().filter(node -> resolvesTo(node, target)).toList();
      case Step.NotFalse(String member) -> {
        List<Node> found = step(nodes, new Step.Member(member));
        boolean yes = found.stream().anyMatch(node -> !node.json().equals(new Json.Bool(false)));
        yield List.of(new Node(new Json.Bool(yes), "boolean", ""));
      }
    };
  }

  /** Nothing where the expression ends with an error. */
  private List<Node> evaluated(FhirPath path) {
    try {
      return path.evaluate(Item.root(type, elements), Environment.ALONE).stream()
          .filter(item -> !(item.json() instanceof Json.Null))
          .map(item -> new Node(item.json(), fhirType(item.type()), ""))
          .toList();
    } catch (FhirPath.Failed e) {
      return List.of();
    }
  }

  /** A computed value's type as FHIR spells it. */
  private static String fhirType(String type) {
    return switch (type) {
      case "Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time" ->
          Character.toLowerCase(type.charAt(0)) + type.substring(1);
      default -> type;
    };
  }

  /** Whether a reference names a resource of this type, contained ones among them. */
  boolean resolvesTo(Node node, String target) {
    String fragment =
        node.json() instanceof Json.Obj reference
            ? reference.string("reference").filter(r -> r.startsWith("#")).orElse("")
            : "";
    if (fragment.isEmpty()) return References.type(node).equals(target);
    var contained = new ArrayList<Node>();
    children(RESOURCE, "contained", contained);
    return contained.stream()
        .filter(one -> one.type().equals(target))
        .anyMatch(
            one ->
                ((Json.Obj) one.json())
                    .string("id")
                    .filter(fragment.substring(1)::equals)
                    .isPresent());
  }

  private boolean has(Node node, String member, String value) {
    var found = new ArrayList<Node>();
    children(node, member, found);
    return found.stream().anyMatch(child -> child.json().equals(new Json.Text(value)));
  }

  private void children(Node node, String name, List<Node> into) {
    String owner = node.type().equals(ROOT) ? type : node.type();
    for (Types.Way way : Types.ways(owner, name)) {
      switch (member(node, way.name())) {
        case Json.Arr(List<Json> items) -> {
          for (Json item : items) add(item, way, into);
        }
        case Json single -> add(single, way, into);
      }
    }
  }

  private static void add(Json json, Types.Way way, List<Node> into) {
    if (json instanceof Json.Null) return;
    boolean inline = way.type().equals("Resource") && json instanceof Json.Obj;
    String actual =
        inline ? ((Json.Obj) json).string("resourceType").orElse(way.type()) : way.type();
    into.add(new Node(json, actual, way.system()));
  }

  /** {@link Json#NULL} where there is none. */
  private Json member(Node node, String name) {
    if (!node.type().equals(ROOT)) {
      return node.json() instanceof Json.Obj object
          ? object.members().getOrDefault(name, Json.NULL)
          : Json.NULL;
    }
    Json known = parsed.get(name);
    if (known != null) return known;
    Json json = elements.get(name).map(Json::parse).orElse(Json.NULL);
    parsed.put(name, json);
    return json;
  }
}
