package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.Collection;
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
  private static final Map<String, Map<String, List<Way>>> WAYS = new ConcurrentHashMap<>();

  /**
   * Where a member's name leads.
   *
   * @param system of a code by its place; empty where its binding gives none
   */
  record Way(String name, String type, String system) {}

  private Types() {}

  private static Map<String, String> systems() {
    var systems = new HashMap<String, String>();
    for (String line : Lines.of("/r4/codes.txt")) {
      String[] cells = line.split("\t");
      systems.put(cells[0] + '.' + cells[1], cells[2]);
    }
    return Map.copyOf(systems);
  }

  /** From a type to its member of this name, or to all of a choice's; none where it has none. */
  static List<Way> ways(String owner, String name) {
    Map<String, List<Way>> known = WAYS.get(owner);
    if (known == null) known = WAYS.computeIfAbsent(owner, Types::ways);
    return known.getOrDefault(name, List.of());
  }

  private static Map<String, List<Way>> ways(String owner) {
    var ways = new HashMap<String, List<Way>>();
    Collection<Shape.Member> members =
        Shapes.R4.find(owner).map(shape -> shape.members().values()).orElse(List.of());
    for (Shape.Member member : members) {
      String place = owner + '.' + member.name();
      String system = member.type().equals("code") ? SYSTEMS.getOrDefault(place, "") : "";
      var way = new Way(member.name(), member.type(), system);
      ways.put(member.name(), List.of(way));
      if (!member.choice().isEmpty()) {
        ways.computeIfAbsent(member.choice(), stem -> new ArrayList<>()).add(way);
      }
    }
    ways.replaceAll((name, leading) -> List.copyOf(leading));
    return ways;
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
                ways(owner, name).forEach(way -> next.add(way.type()));
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
