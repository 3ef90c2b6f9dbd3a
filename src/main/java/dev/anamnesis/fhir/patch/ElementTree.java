package dev.anamnesis.fhir.patch;

import dev.anamnesis.fhir.patch.Spot.Step;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rewrites a resource at an element. */
final class ElementTree {

  private ElementTree() {}

  /** What becomes of an element's own members. */
  interface Change {
    Json.Obj of(Shape shape, Json.Obj members);
  }

  /** The resource with the members of the element at that spot changed. */
  static Json.Obj changed(Json.Obj resource, Spot spot, Change change) {
    return changed(shapeOf(resource), resource, spot, 0, change);
  }

  private static Json.Obj changed(
      Shape shape, Json.Obj element, Spot spot, int depth, Change change) {
    if (depth == spot.depth()) return change.of(shape, element);
    Step step = spot.steps().get(depth);
    Shape.Member member = member(shape, step.name());
    var slots = new ArrayList<>(Slot.read(element, member));
    int at = Math.max(step.index(), 0);
    Slot slot = slots.get(at);
    if (isPrimitive(member)) {
      Json.Obj beside =
          slot.twin().orElse(Json.Obj.EMPTY) instanceof Json.Obj o ? o : Json.Obj.EMPTY;
      Json.Obj next = changed(Shapes.R4.of("Element"), beside, spot, depth + 1, change);
      slots.set(at, new Slot(slot.value(), Optional.of(next)));
    } else {
      var inner = (Json.Obj) slot.value();
      Shape its = member.type().equals("Resource") ? shapeOf(inner) : Shapes.R4.of(member.type());
      slots.set(at, new Slot(changed(its, inner, spot, depth + 1, change), Optional.empty()));
    }
    return Slot.write(element, member, slots);
  }

  static Shape shapeOf(Json.Obj resource) {
    return resource
        .string("resourceType")
        .flatMap(Shapes.R4::resource)
        .orElseThrow(() -> Unfit.unfit("patch-wrong-type", "A resource has no resourceType."));
  }

  static Shape.Member member(Shape shape, String name) {
    return Optional.ofNullable(shape.member(name))
        .orElseThrow(() -> new IllegalStateException("a path led where the shapes know nothing"));
  }

  static boolean isPrimitive(Shape.Member member) {
    return !member.type().equals("Resource") && Shapes.R4.find(member.type()).isEmpty();
  }

  /** Changes the list of elements that a member holds. */
  static Json.Obj edited(Json.Obj element, Shape.Member member, ListChange change) {
    var slots = new ArrayList<>(Slot.read(element, member));
    change.on(slots);
    return Slot.write(element, member, slots);
  }

  interface ListChange {
    void on(List<Slot> slots);
  }
}
