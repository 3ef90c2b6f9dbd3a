package dev.anamnesis.r4.path;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** One item of a FHIRPath collection: a node where it stands in a resource, or a computed value. */
public sealed interface Item permits Node, Value {

  /**
   * FHIR's name of the type: {@code HumanName}, {@code string}, {@code Patient}; for a part defined
   * in place its path, such as {@code Patient.contact}. A computed value has one of FHIRPath's own:
   * {@code Boolean String Integer Decimal Date DateTime Time Quantity}.
   */
  String type();

  /** {@link Json#NULL} for a primitive that has no value but an id or extensions. */
  Json json();

  /** What stands beside a primitive: the object of {@code _birthDate}. */
  Optional<Json.Obj> twin();

  /** The node this one stands in; none for a root and for what was computed. */
  Optional<Item> parent();

  /** The member's name as JSON writes it, such as {@code valueString}; empty for a root. */
  String name();

  /** Where it stands in its array; -1 where it stands in none. */
  int index();

  /** The children of that name, as the path {@code .name} finds them. */
  List<Item> children(String name);

  /** All children, in the order they are written. */
  List<Item> children();

  /** The text of a string, number, boolean, date or time, as it is written. */
  default Optional<String> text() {
    return switch (json()) {
      case Json.Text(String value) -> Optional.of(value);
      case Json.Num(String spelling) -> Optional.of(spelling);
      case Json.Bool(boolean value) -> Optional.of(Boolean.toString(value));
      case Json.Obj _, Json.Arr _, Json.Null _ -> Optional.empty();
    };
  }

  /** Whether the type is the named one of FHIR or derived from it. */
  default boolean is(String fhirType) {
    return Types.isA(type(), fhirType);
  }

  static Item root(String type, Json.Obj resource) {
    return new Node(type, resource, null, null, "", -1);
  }

  /** A resource from its members; it has no id. */
  static Item root(String type, Elements elements) {
    return root(type, Optional.empty(), elements);
  }

  static Item root(String type, Optional<String> id, Elements elements) {
    var members = new LinkedHashMap<String, Json>();
    members.put("resourceType", new Json.Text(type));
    id.ifPresent(text -> members.put("id", new Json.Text(text)));
    elements.members().forEach((name, text) -> members.put(name, Json.parse(text)));
    return root(type, new Json.Obj(members));
  }
}
