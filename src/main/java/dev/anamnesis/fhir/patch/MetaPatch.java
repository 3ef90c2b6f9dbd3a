package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code $meta-add} and {@code $meta-delete}: profiles, security labels and tags are sets
 * (https://hl7.org/fhir/R4/resource-operation-meta-add.html).
 *
 * @param meta what is put in or taken out; its other members count for nothing
 */
public record MetaPatch(Change change, Json.Obj meta) implements Patch {

  private static final List<String> SETS = List.of("profile", "security", "tag");

  /** What is done with each member of the given sets. */
  public enum Change {
    ADD,
    REMOVE
  }

  @Override
  public Patched applyTo(Json target) {
    var resource = (Json.Obj) target;
    Json.Obj changed =
        resource.get("meta").orElse(Json.NULL) instanceof Json.Obj there ? there : Json.Obj.EMPTY;
    for (String set : SETS) changed = changed.with(set, new Json.Arr(changed(changed, set)));
    return new Patched.Whole(resource.with("meta", changed));
  }

  private List<Json> changed(Json.Obj there, String set) {
    var items = new ArrayList<>(there.items(set));
    for (Json given : meta.items(set)) {
      switch (change) {
        case ADD -> {
          if (items.stream().noneMatch(item -> same(item, given))) items.add(given);
        }
        case REMOVE -> items.removeIf(item -> same(item, given));
      }
    }
    return items;
  }

  /** Codings are the same by system and code, profiles by their whole. */
  private static boolean same(Json one, Json other) {
    return one instanceof Json.Obj coding && other instanceof Json.Obj given
        ? coding.get("system").equals(given.get("system"))
            && coding.get("code").equals(given.get("code"))
        : one.equals(other);
  }
}
