package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import java.util.Optional;
import java.util.Set;

/**
 * A patch must not leave a narrative behind that tells what is no longer so
 * (https://hl7.org/fhir/R4/http.html#patch). One that was generated from the data is dropped, for
 * whoever generates it next; one that says more than the data is for its author to change.
 */
final class Narratives {

  private static final Set<String> NOT_TOLD = Set.of("text", "meta");

  private Narratives() {}

  static Patched safe(Json.Obj before, Json.Obj after) {
    if (after.get("text").isEmpty()
        || !after.get("text").equals(before.get("text"))
        || told(before).equals(told(after))) {
      return new Patched.Whole(after);
    }
    String status =
        after
            .get("text")
            .flatMap(
                text ->
                    text instanceof Json.Obj object ? object.string("status") : Optional.empty())
            .orElse("");
    return switch (status) {
      case "generated", "extensions" -> new Patched.Whole(after.without("text"));
      case "additional" ->
          new Patched.Refused(
              new Fault(
                  Fault.Kind.UNFIT,
                  -1,
                  "patch-narrative",
                  "The resource's text says more than its data and may be wrong after this patch: change text in the same patch."));
      default -> new Patched.Whole(after);
    };
  }

  private static Json.Obj told(Json.Obj resource) {
    Json.Obj told = resource;
    for (String name : NOT_TOLD) told = told.without(name);
    return told;
  }
}
