package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shapes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a reference says without looking anything up (https://hl7.org/fhir/R4/references.html). */
final class References {

  private References() {}

  static Optional<Item> resolve(Item reference) {
    String target = target(reference);
    if (target != null && target.startsWith("#")) return contained(reference, target.substring(1));
    Optional<Item> spelled = target == null ? Optional.empty() : stub(target);
    return spelled.or(() -> stated(reference));
  }

  private static @Nullable String target(Item reference) {
    return switch (reference.json()) {
      case Json.Text(String text) -> text;
      case Json.Obj object -> object.string("reference").orElse(null);
      case Json.Arr _, Json.Num _, Json.Bool _, Json.Null _ -> null;
    };
  }

  private static Optional<Item> contained(Item reference, String id) {
    if (!(reference instanceof Node node)) return Optional.empty();
    Node root = node.rootResource();
    if (id.isEmpty()) return Optional.of(root);
    for (Item item : root.children("contained")) {
      if (item.json() instanceof Json.Obj resource
          && resource.string("id").filter(id::equals).isPresent()) return Optional.of(item);
    }
    return Optional.empty();
  }

  /** {@code Patient/123}, {@code https://there/fhir/Patient/123}, either with a version. */
  private static Optional<Item> stub(String target) {
    int version = target.indexOf("/_history/");
    String plain = version < 0 ? target : target.substring(0, version);
    int slash = plain.lastIndexOf('/');
    if (slash <= 0 || slash == plain.length() - 1) return Optional.empty();
    String type = plain.substring(plain.lastIndexOf('/', slash - 1) + 1, slash);
    if (type.isEmpty() || Shapes.R4.resource(type).isEmpty()) return Optional.empty();
    return Optional.of(stub(type, plain.substring(slash + 1)));
  }

  /** {@code Reference.type}, where the reference itself spells none. */
  private static Optional<Item> stated(Item reference) {
    return reference.json() instanceof Json.Obj object
        ? object
            .string("type")
            .filter(type -> Shapes.R4.resource(type).isPresent())
            .map(type -> Item.root(type, Json.Obj.EMPTY.with("resourceType", new Json.Text(type))))
        : Optional.empty();
  }

  private static Item stub(String type, String id) {
    return Item.root(
        type,
        Json.Obj.EMPTY.with("resourceType", new Json.Text(type)).with("id", new Json.Text(id)));
  }
}
