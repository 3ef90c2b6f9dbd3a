package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * FHIR's JSON has no empty arrays and objects (https://hl7.org/fhir/R4/json.html): a list whose
 * last item a patch removed is a list that is not there.
 */
final class Emptied {

  private Emptied() {}

  static Json pruned(Json tree) {
    return kept(tree, false).orElse(Json.Obj.EMPTY);
  }

  /**
   * Empty where nothing is left.
   *
   * @param paired whether the value is a member with an underscore, whose items pair with others
   */
  private static Optional<Json> kept(Json value, boolean paired) {
    return switch (value) {
      case Json.Obj(var members) -> {
        var left = new LinkedHashMap<String, Json>();
        members.forEach(
            (name, member) ->
                kept(member, name.startsWith("_")).ifPresent(json -> left.put(name, json)));
        yield left.isEmpty() ? Optional.empty() : Optional.of(new Json.Obj(left));
      }
      case Json.Arr(var items) -> paired ? pairs(items) : list(items);
      case Json leaf -> Optional.of(leaf);
    };
  }

  private static Optional<Json> list(List<Json> items) {
    var left = new ArrayList<Json>();
    items.forEach(item -> kept(item, false).ifPresent(left::add));
    return left.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(left));
  }

  private static Optional<Json> pairs(List<Json> items) {
    var left = new ArrayList<Json>();
    items.forEach(item -> left.add(kept(item, false).orElse(Json.NULL)));
    return left.stream().allMatch(Json.NULL::equals)
        ? Optional.empty()
        : Optional.of(new Json.Arr(left));
  }
}
