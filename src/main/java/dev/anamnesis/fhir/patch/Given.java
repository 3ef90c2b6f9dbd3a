package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value as a part of Parameters gives it. */
sealed interface Given {

  /**
   * {@code valueCode}, {@code valueHumanName} and the like.
   *
   * @param type FHIR's name of it
   * @param slot what stands in the part
   */
  record Typed(String type, Slot slot) implements Given {}

  /** An element of whatever type its place has, member by member. */
  record Parts(List<Part> parts) implements Given {
    public Parts {
      parts = List.copyOf(parts);
    }
  }

  /** A whole resource, for {@code contained} and entries of Bundles. */
  record Whole(Json.Obj resource) implements Given {}

  record Part(String name, Given value) {}

  Shape PARAMETER = Shapes.R4.of("Parameters.parameter");

  /** What a parameter holds; it was read as R4 has it, so there is one value at most. */
  static Given of(Json.Obj parameter) {
    var found = new ArrayList<Given>();
    for (Shape.Member member : PARAMETER.members().values()) {
      if (!member.choice().equals("value")) continue;
      Optional<Json> twin = parameter.get("_" + member.name());
      Optional<Json> value = parameter.get(member.name());
      if (value.isEmpty() && twin.isEmpty()) continue;
      found.add(new Typed(member.type(), new Slot(value.orElse(Json.NULL), twin)));
    }
    if (parameter.get("resource").orElse(Json.NULL) instanceof Json.Obj resource) {
      found.add(new Whole(resource));
    }
    List<Json> parts = parameter.items("part");
    if (!parts.isEmpty()) found.add(new Parts(parts.stream().map(Given::part).toList()));
    if (found.size() != 1) {
      throw Unfit.malformed(
          "patch-malformed", "A part has one value: value[x], resource or parts of its own.");
    }
    return found.getFirst();
  }

  private static Part part(Json json) {
    var part = (Json.Obj) json;
    return new Part(part.string("name").orElse(""), of(part));
  }

  /** The text of a string, a code or the like. */
  default Optional<String> text() {
    return this instanceof Typed(String type, Slot(Json.Text(String text), var twin))
        ? Optional.of(text)
        : Optional.empty();
  }

  /** A whole number from 0. */
  default Optional<Integer> index() {
    return this instanceof Typed(String type, Slot(Json.Num(String spelling), var twin))
            && spelling.matches("0|[1-9][0-9]{0,8}")
        ? Optional.of(Integer.valueOf(spelling))
        : Optional.empty();
  }
}
