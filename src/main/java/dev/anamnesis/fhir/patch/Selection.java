package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import dev.anamnesis.r4.path.Environment;
import dev.anamnesis.r4.path.FhirPath;
import dev.anamnesis.r4.path.Item;
import java.util.List;
import java.util.Optional;

/**
 * Selects elements of one resource, as it is before one operation. References lead to what is
 * contained and no further: a patch does not alter other resources.
 */
final class Selection {

  /** Steps that all paths of one patch may take together. */
  private static final int ALL_STEPS = 5_000_000;

  private static final int MOST_STEPS = 1_000_000;
  private static final int LEAST_STEPS = 20_000;

  /** Elements one inside the other; what R4 allows is less. */
  private static final int DEEPEST = 60;

  private final Json.Obj resource;
  private final Item root;
  private final Environment environment;

  /** A list to insert into or to reorder. */
  record Items(Spot parent, String name, int size) {}

  /**
   * @param operations how many there are in the patch
   */
  Selection(Json.Obj resource, int operations) {
    this.resource = resource;
    this.root = Item.root(ElementTree.shapeOf(resource).name(), resource);
    int steps = Math.clamp(ALL_STEPS / operations, LEAST_STEPS, MOST_STEPS);
    this.environment =
        new Environment() {
          @Override
          public int steps() {
            return steps;
          }
        };
  }

  Json.Obj resource() {
    return resource;
  }

  private List<Item> items(FhirPath path) {
    try {
      return path.evaluate(root, environment);
    } catch (FhirPath.Failed e) {
      throw Unfit.unfit("patch-bad-path", "The path cannot be evaluated on this resource.");
    }
  }

  private Spot spot(Item item) {
    Spot spot =
        Spot.of(item, root)
            .orElseThrow(
                () ->
                    Unfit.unfit(
                        "patch-not-an-element",
                        "The path selects something that is no element of this resource."));
    if (spot.depth() > DEEPEST) throw Unfit.unfit("patch-too-large", "The result nests too deep.");
    return spot;
  }

  Optional<Spot> oneOrNone(Path path) {
    List<Item> items = items(path.selects());
    if (items.size() > 1) {
      throw Unfit.unfit(
          "patch-not-single", "The path selects several elements: an operation takes one.");
    }
    return items.stream().findFirst().map(this::spot);
  }

  Spot one(Path path) {
    return oneOrNone(path)
        .orElseThrow(
            () -> Unfit.unfit("patch-no-target", "The path selects nothing in this resource."));
  }

  /** All items of one list. */
  Items list(Path path) {
    List<Item> items = items(path.selects());
    if (items.isEmpty()) return emptyList(path);
    Spot first = spot(items.getFirst());
    if (first.isRoot() || first.last().index() < 0) throw noList();
    Spot parent = first.parent();
    String name = first.last().name();
    int size = items.getFirst().parent().orElseThrow().children(name).size();
    for (int at = 0; at < items.size(); at++) {
      Spot spot = spot(items.get(at));
      boolean inOrder = spot.last().equals(new Spot.Step(name, at));
      if (!inOrder || !spot.parent().equals(parent)) throw noList();
    }
    if (items.size() != size) throw noList();
    return new Items(parent, name, size);
  }

  private Items emptyList(Path path) {
    Path.ListPath list = path.list().orElseThrow(Selection::noList);
    List<Item> parents = items(list.parent());
    if (parents.size() != 1) {
      throw Unfit.unfit("patch-no-target", "The path selects no list in this resource.");
    }
    Item parent = parents.getFirst();
    Shape shape = Shapes.R4.find(parent.type()).orElseGet(() -> Shapes.R4.of("Element"));
    Shape.Member member = shape.member(list.name());
    if (member == null || !member.many()) throw noList();
    return new Items(spot(parent), list.name(), 0);
  }

  private static Unfit noList() {
    return Unfit.unfit(
        "patch-not-a-list", "The path must select a whole list: an element that repeats.");
  }
}
