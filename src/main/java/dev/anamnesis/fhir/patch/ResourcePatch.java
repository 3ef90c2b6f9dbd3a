package dev.anamnesis.fhir.patch;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.r4.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a patch makes of a resource, read as strictly as a PUT of the same
 * (https://hl7.org/fhir/R4/http.html#patch).
 */
public sealed interface ResourcePatch {

  /** The resource as it shall be. */
  record Stated(Elements elements) implements ResourcePatch {}

  record Refused(Fault fault) implements ResourcePatch {}

  /** All operations went through, but what comes out is no R4 resource. */
  record Invalid(List<Problem> problems) implements ResourcePatch {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  ResourceReader READER = new ResourceReader();

  /**
   * @param served the resource as it is served now, canonical JSON
   */
  static ResourcePatch of(Patch patch, String served) {
    var before = (Json.Obj) Json.parse(served);
    return switch (patch.applyTo(before)) {
      case Patched.Refused(Fault fault) -> new Refused(fault);
      case Patched.Whole(Json after) -> stated(before, after);
    };
  }

  private static ResourcePatch stated(Json.Obj before, Json after) {
    if (!(Emptied.pruned(after) instanceof Json.Obj object)
        || !keeps("resourceType", before, object)
        || !keeps("id", before, object)) {
      return new Refused(
          new Fault(
              Fault.Kind.UNFIT,
              -1,
              "patch-fixed-element",
              "A patch leaves resourceType and id as they are."));
    }
    return switch (Narratives.safe(before, object)) {
      case Patched.Refused(Fault fault) -> new Refused(fault);
      case Patched.Whole(Json safe) ->
          read(safe.text(), before.string("resourceType").orElseThrow());
    };
  }

  private static ResourcePatch read(String text, String type) {
    return switch (READER.read(text.getBytes(StandardCharsets.UTF_8), type)) {
      case Read.Document document -> new Stated(document.elements());
      case Read.Invalid(var problems) -> new Invalid(problems);
    };
  }

  private static boolean keeps(String name, Json.Obj before, Json.Obj after) {
    return before.get(name).equals(after.get(name));
  }
}
