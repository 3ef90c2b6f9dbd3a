package dev.anamnesis.r4.validate;

import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** R4's rules by type, read once from {@code r4/invariants.txt} and {@code r4/bindings.txt}. */
final class Rules {

  static final Rules R4 = new Rules();

  private static final Set<String> BARE = Set.of("Bundle", "Binary", "Parameters");
  private static final Set<String> QUANTITIES = Set.of("Age", "Distance", "Duration", "Count");

  /** What every element must be: more than an id. */
  final Invariant anyElement;

  private final Map<String, List<Invariant>> invariants = new HashMap<>();
  private final Map<String, Codes> bindings;
  private final Map<String, OfType> byType = new ConcurrentHashMap<>();

  /**
   * The rules of one type.
   *
   * @param own of each of its items
   * @param members of the members that have more rules than their type, by their names in JSON
   */
  record OfType(List<Invariant> own, Map<String, OfMember> members) {}

  record OfMember(List<Invariant> invariants, Optional<Codes> codes) {}

  private Rules() {
    for (String line : Lines.of("/r4/invariants.txt")) {
      String[] cells = line.split("\t");
      invariants
          .computeIfAbsent(cells[0], path -> new ArrayList<>())
          .add(Invariant.of(cells[1], cells[2], cells[3]));
    }
    bindings = Bindings.read(Lines.of("/r4/bindings.txt"));
    anyElement = at("Element").getFirst();
  }

  private List<Invariant> at(String path) {
    return invariants.getOrDefault(path, List.of());
  }

  OfType of(String type) {
    OfType known = byType.get(type);
    if (known != null) return known;
    Optional<Shape> shape = Shapes.R4.find(type);
    // A primitive has what any element has.
    OfType made = make(shape.orElseGet(() -> Shapes.R4.of("Element")));
    byType.put(type, made);
    return made;
  }

  private OfType make(Shape shape) {
    var own = new ArrayList<Invariant>();
    if (shape.resource() && !BARE.contains(shape.name())) own.addAll(at("DomainResource"));
    if (QUANTITIES.contains(shape.name())) own.addAll(at("Quantity"));
    if (!shape.name().equals("Element")) own.addAll(at(shape.name()));
    var members = new HashMap<String, OfMember>();
    for (Shape.Member member : shape.members().values()) {
      String stem = member.choice().isEmpty() ? member.name() : member.choice() + "[x]";
      String path = shape.name() + "." + stem;
      // The rules of a part defined in place are those of its own shape.
      List<Invariant> more = member.type().equals(path) ? List.of() : at(path);
      Optional<Codes> codes = Optional.ofNullable(bindings.get(path));
      if (!more.isEmpty() || codes.isPresent()) {
        members.put(member.name(), new OfMember(List.copyOf(more), codes));
      }
    }
    return new OfType(List.copyOf(own), Map.copyOf(members));
  }
}
