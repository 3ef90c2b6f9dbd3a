package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** R4's types as paths see them: members by name or by the stem of a choice, and what derives. */
final class Types {

  private static final Set<String> STRINGS = Set.of("code", "id", "markdown");
  private static final Set<String> URIS = Set.of("url", "canonical", "uuid", "oid");
  private static final Set<String> INTEGERS = Set.of("unsignedInt", "positiveInt");
  private static final Set<String> QUANTITIES =
      Set.of("Age", "Distance", "Duration", "Count", "MoneyQuantity", "SimpleQuantity");
  private static final Set<String> BACKBONES = Set.of("Timing", "Dosage", "ElementDefinition");
  private static final Set<String> BARE = Set.of("Bundle", "Binary", "Parameters");

  private static final Map<String, Types> KNOWN = new ConcurrentHashMap<>();

  /**
   * A member as it is written.
   *
   * @param twin the name its id and extensions go by, if it is a primitive
   * @param resource any resource: its own {@code resourceType} says which
   */
  record Field(String name, String twin, String type, boolean primitive, boolean resource) {}

  private final Map<String, List<Field>> byPath = new HashMap<>();
  private final Map<String, Field> byName = new HashMap<>();
  private final boolean isResource;

  private Types(@Nullable Shape shape) {
    isResource = shape != null && shape.resource();
    if (shape == null) return;
    for (Shape.Member member : shape.members().values()) {
      Field field = field(member);
      byName.put(field.name(), field);
      String path = member.choice().isEmpty() ? member.name() : member.choice();
      byPath.computeIfAbsent(path, p -> new ArrayList<>(1)).add(field);
    }
  }

  private static Field field(Shape.Member member) {
    String type =
        switch (member.type()) {
          case "System" -> member.name().equals("url") ? "uri" : "string";
          case Shape.RESOURCE_ID -> "id";
          default -> member.type();
        };
    boolean resource = type.equals("Resource");
    boolean primitive = !resource && Shapes.R4.find(type).isEmpty();
    return new Field(member.name(), "_" + member.name(), type, primitive, resource);
  }

  private static Types of(String type) {
    Types known = KNOWN.get(type);
    if (known != null) return known;
    // A primitive has what any element has: an id and extensions.
    Shape shape = Shapes.R4.find(type).orElse(null);
    if (shape == null && !Character.isLowerCase(type.charAt(0))) return new Types(null);
    Types made = new Types(shape == null ? Shapes.R4.of("Element") : shape);
    KNOWN.put(type, made);
    return made;
  }

  /** The members a path's step may mean; several where it is the stem of a choice. */
  static List<Field> fields(String type, String path) {
    return of(type).byPath.getOrDefault(path, List.of());
  }

  static @Nullable Field written(String type, String name) {
    return of(type).byName.get(name);
  }

  static boolean isResource(String type) {
    return of(type).isResource;
  }

  /** Whether the type is, or derives from, the other; both by FHIR's names. */
  static boolean isA(String type, String other) {
    if (type.equals(other)) return true;
    return switch (other) {
      case "string" -> STRINGS.contains(type);
      case "uri" -> URIS.contains(type);
      case "integer" -> INTEGERS.contains(type);
      case "Quantity" -> QUANTITIES.contains(type);
      case "Resource" -> isResource(type);
      case "DomainResource" -> isResource(type) && !BARE.contains(type);
      case "BackboneElement" -> type.indexOf('.') > 0 || BACKBONES.contains(type);
      case "Element" -> !isResource(type);
      default -> false;
    };
  }
}
