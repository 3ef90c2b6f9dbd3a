package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the walk asks of R4's types. */
final class Types {

  private static final Set<String> QUANTITIES =
      Set.of("Quantity", "Age", "Count", "Distance", "Duration");

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
}
