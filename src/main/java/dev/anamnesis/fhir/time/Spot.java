package dev.anamnesis.fhir.time;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One element where it stands in JSON: its value and, for a primitive, what stands beside it under
 * an underscore (https://hl7.org/fhir/R4/json.html#primitive).
 *
 * @param value {@link Json#NULL} for a primitive that has an id or extensions and no value
 */
record Spot(Json value, Optional<Json> beside) {

  /** A member's elements, in order; at most one where it does not repeat. */
  static List<Spot> of(Json.Obj parent, Shape.Member member) {
    List<Json> values = parent.items(member.name());
    List<Json> twins = parent.items("_" + member.name());
    var spots = new ArrayList<Spot>();
    for (int at = 0; at < Math.max(values.size(), twins.size()); at++) {
      Json value = at < values.size() ? values.get(at) : Json.NULL;
      Optional<Json> twin = at < twins.size() ? Optional.of(twins.get(at)) : Optional.empty();
      spots.add(new Spot(value, twin.filter(json -> !json.equals(Json.NULL))));
    }
    return spots;
  }
}
