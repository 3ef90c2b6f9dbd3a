package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.List;

/** JSON Patch (RFC 6902). Members that an operation does not define are ignored, as it asks. */
public record JsonPatch(List<Operation> operations) implements Patch {

  public JsonPatch {
    operations = List.copyOf(operations);
  }

  /** What is done at a place. */
  sealed interface Operation {

    record Add(Pointer path, Json value) implements Operation {}

    record Remove(Pointer path) implements Operation {}

    record Replace(Pointer path, Json value) implements Operation {}

    record Move(Pointer from, Pointer path) implements Operation {}

    record Copy(Pointer from, Pointer path) implements Operation {}

    record Test(Pointer path, Json value) implements Operation {}
  }

  /** Reads {@code application/json-patch+json}. */
  public static PatchRead read(String text) {
    int index = -1;
    try {
      if (!(Json.parse(text) instanceof Json.Arr(var items))) {
        throw Unfit.malformed("patch-malformed", "A JSON Patch is an array of operations.");
      }
      if (items.size() > MOST_OPERATIONS) {
        throw Unfit.malformed(
            "patch-too-long", "A patch has %d operations at most.".formatted(MOST_OPERATIONS));
      }
      var operations = new ArrayList<Operation>();
      for (Json item : items) {
        index++;
        operations.add(operation(item));
      }
      return new PatchRead.Understood(new JsonPatch(operations));
    } catch (Unfit stop) {
      return new PatchRead.Refused(stop.at(index));
    } catch (Json.Malformed e) {
      return new PatchRead.Refused(
          new Fault(
              Fault.Kind.MALFORMED,
              -1,
              "json-syntax",
              "The patch is not JSON: look at character %d.".formatted(e.at())));
    }
  }

  private static Operation operation(Json item) {
    if (!(item instanceof Json.Obj object)) {
      throw Unfit.malformed("patch-malformed", "An operation is an object.");
    }
    Pointer path = Pointer.parse(text(object, "path"));
    return switch (text(object, "op")) {
      case "add" -> new Operation.Add(path, value(object));
      case "remove" -> new Operation.Remove(path);
      case "replace" -> new Operation.Replace(path, value(object));
      case "move" -> new Operation.Move(Pointer.parse(text(object, "from")), path);
      case "copy" -> new Operation.Copy(Pointer.parse(text(object, "from")), path);
      case "test" -> new Operation.Test(path, value(object));
      default ->
          throw Unfit.malformed(
              "patch-malformed", "op is one of add, remove, replace, move, copy, test.");
    };
  }

  private static String text(Json.Obj operation, String name) {
    return operation
        .string(name)
        .orElseThrow(
            () -> Unfit.malformed("patch-malformed", "The operation needs a string " + name + "."));
  }

  private static Json value(Json.Obj operation) {
    return operation
        .get("value")
        .orElseThrow(() -> Unfit.malformed("patch-malformed", "The operation needs a value."));
  }

  @Override
  public Patched applyTo(Json target) {
    var growth = new Growth();
    Json result = target;
    int index = 0;
    try {
      for (Operation operation : operations) {
        result = applied(operation, result, growth);
        index++;
      }
      return new Patched.Whole(result);
    } catch (Unfit stop) {
      return new Patched.Refused(stop.at(index));
    }
  }

  private static Json applied(Operation operation, Json tree, Growth growth) {
    return switch (operation) {
      case Operation.Add(Pointer path, Json value) -> {
        growth.add(value, path.depth());
        yield JsonPlaces.added(tree, path, value);
      }
      case Operation.Remove(Pointer path) -> JsonPlaces.removed(tree, path);
      case Operation.Replace(Pointer path, Json value) -> {
        growth.add(value, path.depth());
        yield JsonPlaces.replaced(tree, path, value);
      }
      case Operation.Copy(Pointer from, Pointer path) -> {
        Json value = JsonPlaces.at(tree, from);
        growth.add(value, path.depth());
        yield JsonPlaces.added(tree, path, value);
      }
      case Operation.Move(Pointer from, Pointer path) -> moved(tree, from, path, growth);
      case Operation.Test(Pointer path, Json value) -> {
        if (!Sameness.same(JsonPlaces.at(tree, path), value)) {
          throw Unfit.unfit("patch-test-failed", "The value there is not the one tested for.");
        }
        yield tree;
      }
    };
  }

  private static Json moved(Json tree, Pointer from, Pointer path, Growth growth) {
    Json value = JsonPlaces.at(tree, from);
    if (from.equals(path)) return tree;
    if (from.isAbove(path)) {
      throw Unfit.unfit("patch-no-target", "A value does not move into itself.");
    }
    growth.add(value, path.depth());
    return JsonPlaces.added(JsonPlaces.removed(tree, from), path, value);
  }
}
