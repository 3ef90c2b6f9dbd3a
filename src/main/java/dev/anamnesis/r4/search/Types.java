package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What the walk asks of R4's types. */
final class Types {

  private static final Set<String> QUANTITIES =
      Set.of("Quantity", "Age", "Count", "Distance", "Duration");

  private static final Set<String> LISTED = Set.of("code", "Coding", "CodeableConcept", "boolean");

  private static final Map<String, String> SYSTEMS = systems();
  private static final Map<String, List<Shape.Member>> MEMBERS = new ConcurrentHashMap<>();

  private Types() {}

  private static Map<String, String> systems() {
    var systems = new HashMap<String, String>();
    for (String line : Lines.of("/r4/codes.txt")) {
      String[] cells = line.split("\t");
      systems.put(cells[0] + '.' + cells[1], cells[2]);
    }
    return Map.copyOf(systems);
  }

  /** The system of a code by its place; empty where its binding gives none. */
  static String system(String owner, String member) {
    return SYSTEMS.getOrDefault(owner + '.' + member, "");
  }

  /** The member of this name, or all of a choice's. */
  static List<Shape.Member> members(Shape shape, String name) {
    return MEMBERS.computeIfAbsent(
        shape.name() + '.' + name,
        key -> {
          Shape.Member single = shape.member(name);
          if (single != null) return List.of(single);
          return shape.members().values().stream().filter(m -> m.choice().equals(name)).toList();
        });
  }

  static boolean is(String type, String wanted) {
    return type.equals(wanted) || wanted.equals("Quantity") && isQuantity(type);
  }

  static boolean isQuantity(String type) {
    return QUANTITIES.contains(type);
  }

  /** Whether a way ends at codes or truth values. */
  static boolean isListed(String type, Steps steps) {
    var ends = ends(type, steps);
    return !ends.isEmpty() && LISTED.containsAll(ends);
  }

  /** The types a way from a resource ends at; of {@code Resource}'s own members too. */
  static Set<String> ends(String type, Steps steps) {
    Set<String> at = Set.of(type);
    for (Steps.Step step : steps.steps()) {
      Set<String> from = at;
      at =
          switch (step) {
            case Steps.Step.Member(String name) -> {
              var next = new TreeSet<String>();
              for (String owner : from) {
                Shapes.R4
                    .find(owner)
                    .ifPresent(shape -> members(shape, name).forEach(m -> next.add(m.type())));
              }
              yield next;
            }
            case Steps.Step.OfType(String wanted) ->
                from.stream().filter(t -> is(t, wanted)).collect(Collectors.toSet());
            case Steps.Step.NotFalse(String member) -> Set.of("boolean");
            case Steps.Step.Engine(var path) -> Set.of();
            case Steps.Step.Root() -> Set.of(type);
            case Steps.Step.Item(int index) -> from;
            case Steps.Step.Where(String member, String value) -> from;
            case Steps.Step.ResolvesTo(String target) -> from;
          };
    }
    return at;
  }
}
