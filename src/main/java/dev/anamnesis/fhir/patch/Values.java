package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fits given values to the places they are for: "Servers SHALL return an error if the type is
 * wrong" (https://hl7.org/fhir/R4/fhirpatch.html).
 */
final class Values {

  private static final List<Set<String>> KIN =
      List.of(
          Set.of("string", "code", "id", "markdown", "xhtml"),
          Set.of("uri", "url", "canonical", "oid", "uuid"),
          Set.of("integer", "unsignedInt", "positiveInt"),
          Set.of("Quantity", "Age", "Count", "Distance", "Duration"));

  /** Element ids and the urls of extensions; R4 gives them no FHIR type of their own. */
  private static final Set<String> PLAIN = Set.of("System", Shape.RESOURCE_ID);

  private Values() {}

  /** The member a name means for that value: {@code value} is {@code valueString} for a string. */
  static Shape.Member member(Shape shape, String name, Given value) {
    Shape.Member own = shape.member(name);
    if (own != null) return own;
    String stem = name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
    var choices = shape.members().values().stream().filter(m -> m.choice().equals(stem)).toList();
    if (stem.isEmpty() || choices.isEmpty()) {
      throw Unfit.unfit("patch-unknown-element", "R4 has no element of that name there.");
    }
    return choices.stream()
        .filter(
            member ->
                value instanceof Given.Typed(String type, var s) && type.equals(member.type()))
        .findFirst()
        .orElseThrow(Values::wrongType);
  }

  private static Unfit wrongType() {
    return Unfit.unfit("patch-wrong-type", "The value is not of the type R4 gives its place.");
  }

  /** The given value as an element of that member. */
  static Slot slot(Shape.Member member, Given given) {
    return switch (given) {
      case Given.Typed(String type, Slot slot) -> {
        if (!fits(type, member.type())) throw wrongType();
        yield slot;
      }
      case Given.Whole(Json.Obj resource) -> {
        if (!member.type().equals("Resource")) throw wrongType();
        yield new Slot(resource, Optional.empty());
      }
      case Given.Parts(List<Given.Part> parts) -> {
        Shape shape = Shapes.R4.find(member.type()).orElseThrow(Values::wrongType);
        Json.Obj element = Json.Obj.EMPTY;
        for (Given.Part part : parts) element = added(shape, element, part.name(), part.value());
        yield new Slot(element, Optional.empty());
      }
    };
  }

  /** Types that derive from one another may stand for one another; the value is checked later. */
  private static boolean fits(String given, String wanted) {
    if (PLAIN.contains(wanted)) return Set.of("string", "id", "uri").contains(given);
    return given.equals(wanted)
        || KIN.stream().anyMatch(kin -> kin.contains(given) && kin.contains(wanted));
  }

  /** The element with one more: appended where it repeats, else where there is none yet. */
  static Json.Obj added(Shape shape, Json.Obj element, String name, Given given) {
    Shape.Member member = member(shape, name, given);
    Slot slot = slot(member, given);
    if (!member.many() && alternatives(shape, member).stream().anyMatch(m -> isThere(element, m))) {
      throw Unfit.unfit(
          "patch-exists", "The element is there already and does not repeat: replace it.");
    }
    return ElementTree.edited(element, member, slots -> slots.add(slot));
  }

  /** The element with another value in place of one it has; a choice may change its type. */
  static Json.Obj replaced(Shape shape, Json.Obj element, Spot.Step step, Given given) {
    Shape.Member old = member(shape, step.name(), given);
    boolean changesType =
        !old.choice().isEmpty()
            && given instanceof Given.Typed(String type, var s)
            && !type.equals(old.type());
    Shape.Member member = changesType ? member(shape, old.choice(), given) : old;
    Slot slot = slot(member, given);
    if (changesType) {
      Json.Obj without = element.without(old.name()).without("_" + old.name());
      return ElementTree.edited(without, member, slots -> slots.add(slot));
    }
    return ElementTree.edited(element, member, slots -> slots.set(Math.max(step.index(), 0), slot));
  }

  private static List<Shape.Member> alternatives(Shape shape, Shape.Member member) {
    if (member.choice().isEmpty()) return List.of(member);
    var all = new ArrayList<Shape.Member>();
    for (Shape.Member other : shape.members().values()) {
      if (other.choice().equals(member.choice())) all.add(other);
    }
    return all;
  }

  private static boolean isThere(Json.Obj element, Shape.Member member) {
    return element.get(member.name()).isPresent() || element.get("_" + member.name()).isPresent();
  }
}
