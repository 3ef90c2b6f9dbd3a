package dev.anamnesis.fhir.patch;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.patch.Spot.Step;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import java.util.List;

/** FHIRPath Patch (https://hl7.org/fhir/R4/fhirpatch.html). */
public record PathPatch(List<Operation> operations) implements Patch {

  public PathPatch {
    operations = List.copyOf(operations);
  }

  /** What is done to what a path selects. */
  sealed interface Operation {

    record Add(Path path, String name, Given value) implements Operation {}

    record Insert(Path path, int index, Given value) implements Operation {}

    record Delete(Path path) implements Operation {}

    record Replace(Path path, Given value) implements Operation {}

    record Move(Path path, int source, int destination) implements Operation {}
  }

  /**
   * Reads a Parameters resource.
   *
   * @param parameters its members, as R4 has them
   */
  public static PatchRead read(Elements parameters) {
    return new PathPatchReading(parameters).whole();
  }

  @Override
  public Patched applyTo(Json target) {
    if (!(target instanceof Json.Obj resource)) {
      throw new IllegalArgumentException("a FHIRPath Patch is for resources");
    }
    Json.Obj result = resource;
    int index = 0;
    try {
      for (Operation operation : operations) {
        result = applied(operation, new Selection(result, operations.size()));
        index++;
      }
      return new Patched.Whole(result);
    } catch (Unfit stop) {
      return new Patched.Refused(stop.at(index));
    }
  }

  private static Json.Obj applied(Operation operation, Selection selection) {
    Json.Obj resource = selection.resource();
    return switch (operation) {
      case Operation.Add(Path path, String name, Given value) -> {
        Spot spot = selection.one(path);
        yield ElementTree.changed(
            resource, spot, (shape, element) -> Values.added(shape, element, name, value));
      }
      case Operation.Insert(Path path, int index, Given value) -> {
        Selection.Items list = selection.list(path);
        if (index > list.size()) {
          throw Unfit.unfit("patch-bad-index", "The index is beyond the end of the list.");
        }
        yield ElementTree.changed(
            resource,
            list.parent(),
            (shape, element) -> inserted(shape, element, list.name(), index, value));
      }
      case Operation.Delete(Path path) ->
          selection.oneOrNone(path).map(spot -> deleted(resource, spot)).orElse(resource);
      case Operation.Replace(Path path, Given value) -> {
        Spot spot = standing(selection.one(path));
        yield ElementTree.changed(
            resource,
            spot.parent(),
            (shape, element) -> Values.replaced(shape, element, spot.last(), value));
      }
      case Operation.Move(Path path, int source, int destination) ->
          moved(resource, selection.list(path), source, destination);
    };
  }

  private static Spot standing(Spot spot) {
    if (spot.isRoot()) {
      throw Unfit.unfit("patch-fixed-element", "A patch does not replace the whole resource.");
    }
    return spot;
  }

  private static Json.Obj inserted(
      Shape shape, Json.Obj element, String name, int index, Given value) {
    Shape.Member member = Values.member(shape, name, value);
    Slot slot = Values.slot(member, value);
    return ElementTree.edited(element, member, slots -> slots.add(index, slot));
  }

  private static Json.Obj deleted(Json.Obj resource, Spot spot) {
    Step step = standing(spot).last();
    return ElementTree.changed(
        resource,
        spot.parent(),
        (shape, element) ->
            ElementTree.edited(
                element,
                ElementTree.member(shape, step.name()),
                slots -> slots.remove(Math.max(step.index(), 0))));
  }

  private static Json.Obj moved(
      Json.Obj resource, Selection.Items list, int source, int destination) {
    if (source >= list.size() || destination >= list.size()) {
      throw Unfit.unfit("patch-bad-index", "The index is beyond the end of the list.");
    }
    return ElementTree.changed(
        resource,
        list.parent(),
        (shape, element) ->
            ElementTree.edited(
                element,
                ElementTree.member(shape, list.name()),
                slots -> slots.add(destination, slots.remove(source))));
  }
}
