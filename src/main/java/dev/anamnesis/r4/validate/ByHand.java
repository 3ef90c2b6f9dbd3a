package dev.anamnesis.r4.validate;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import dev.anamnesis.r4.path.Item;

/** What is so of any element: where it stands, and that it says something. */
final class ByHand {

  private ByHand() {}

  /** ele-1 by hand, since it is asked of every element there is. */
  static boolean saysMoreThanAnId(Item item) {
    return switch (item.json()) {
      case Json.Obj object -> says(object);
      case Json.Null _ -> item.twin().filter(ByHand::says).isPresent();
      case Json.Text _, Json.Num _, Json.Bool _, Json.Arr _ -> true;
    };
  }

  private static boolean says(Json.Obj object) {
    return object.members().size() > 1 || !object.members().containsKey("id");
  }

  static boolean contains(Item resource) {
    return resource.json() instanceof Json.Obj object && object.members().containsKey("contained");
  }

  /** Its FHIRPath from the resource on. */
  static String place(Item item) {
    return item.parent()
        .map(
            parent -> {
              String own = "." + step(parent.type(), item.name());
              return place(parent) + (item.index() < 0 ? own : own + "[" + item.index() + "]");
            })
        .orElseGet(item::type);
  }

  /** A choice goes by its stem. */
  private static String step(String parent, String name) {
    Shape.Member member = Shapes.R4.find(parent).map(shape -> shape.member(name)).orElse(null);
    return member == null || member.choice().isEmpty() ? name : member.choice();
  }
}
