package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One element where it stands: its value and, for a primitive, what stands beside it
 * (https://hl7.org/fhir/R4/json.html#primitive).
 *
 * @param value {@link Json#NULL} for a primitive that has no value but an id or extensions
 * @param twin the object of {@code _birthDate}
 */
record Slot(Json value, Optional<Json> twin) {

  /** The elements of that member, in order; one at most where it does not repeat. */
  static List<Slot> read(Json.Obj parent, Shape.Member member) {
    List<Json> values = parent.items(member.name());
    List<Json> twins = parent.items("_" + member.name());
    var slots = new ArrayList<Slot>();
    for (int at = 0; at < Math.max(values.size(), twins.size()); at++) {
      Json value = at < values.size() ? values.get(at) : Json.NULL;
      Optional<Json> twin = at < twins.size() ? Optional.of(twins.get(at)) : Optional.empty();
      slots.add(new Slot(value, twin.filter(json -> json != Json.NULL)));
    }
    return slots;
  }

  /** The parent with these as the member's elements. */
  static Json.Obj write(Json.Obj parent, Shape.Member member, List<Slot> slots) {
    List<Json> values = slots.stream().map(Slot::value).toList();
    List<Json> twins = slots.stream().map(slot -> slot.twin().orElse(Json.NULL)).toList();
    return put(
        put(parent, member.name(), member.many(), values),
        "_" + member.name(),
        member.many(),
        twins);
  }

  private static Json.Obj put(Json.Obj parent, String name, boolean many, List<Json> items) {
    if (items.stream().allMatch(Json.NULL::equals)) return parent.without(name);
    return parent.with(name, many ? new Json.Arr(items) : items.getFirst());
  }
}
