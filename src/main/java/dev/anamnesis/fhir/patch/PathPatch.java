package dev.anamnesis.fhir.patch;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Json;

public record PathPatch() implements Patch {
  public static PatchRead read(Elements parameters) {
    return new PatchRead.Refused(
        new Fault(Fault.Kind.MALFORMED, -1, "not-supported", "Send a JSON Patch."));
  }
  @Override
  public Patched applyTo(Json target) {
    return new Patched.Whole(target);
  }
}
