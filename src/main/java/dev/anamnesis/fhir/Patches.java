package dev.anamnesis.fhir;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Conditions.Matches;
import dev.anamnesis.fhir.patch.Fault;
import dev.anamnesis.fhir.patch.Patch;
import dev.anamnesis.fhir.patch.ResourcePatch;
import dev.anamnesis.fhir.provenance.DerivedProvenance;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import java.util.List;

/**
 * Patches (https://hl7.org/fhir/R4/http.html#patch) are writes like any other: the resource as it
 * is, patched, is what it shall be. Each holds for the version it was made from. Where parts of
 * that were erased, what stands in their place is not made part of the record: it is refused.
 */
public final class Patches {

  private final Conditions conditions;
  private final Resources resources;

  Patches(Conditions conditions, Resources resources) {
    this.conditions = conditions;
    this.resources = resources;
  }

  public Plan patch(StreamId stream, Patch patch, Ask ask) {
    return patched(stream, patch, List.of(), ask);
  }

  /** https://hl7.org/fhir/R4/http.html#patch, conditional. */
  public Plan patchMatching(String type, String query, Patch patch, Ask ask) {
    Matches matches = conditions.find(type, query);
    return switch (matches.streams().size()) {
      case 0 -> throw Outcomes.notFound("The condition matches no resource.");
      case 1 -> patched(matches.streams().getFirst(), patch, List.of(matches.stays()), ask);
      default -> throw Plans.several();
    };
  }

  private Plan patched(StreamId stream, Patch patch, List<Guard> guards, Ask ask) {
    if (DerivedProvenance.isOne(stream)) throw DerivedProvenance.isNotWritten();
    Version base =
        resources
            .current(stream)
            .orElseThrow(
                () -> Outcomes.notFound("There is no such resource, and there never was."));
    var version = new Expected.Version(base.recorded().version());
    if (!Plans.expected(ask).holds(version.version(), true)) {
      throw Outcomes.stale(version.version());
    }
    var command = new ResourceCommand.State(stated(patch, base));
    return new Plan.Carry(
        new Write(stream, command, version, Method.PATCH, guards, RequestKeys.of(ask)));
  }

  private static Elements stated(Patch patch, Version base) {
    if (base.masked()) throw Outcomes.currentPartlyErased();
    String served =
        switch (base.content()) {
          case Version.Content.Deleted() -> throw Outcomes.gone(base.recorded());
          case Version.Content.Erased() -> throw Outcomes.erased();
          case Version.Content.Resource(String json) -> json;
        };
    return switch (ResourcePatch.of(patch, served)) {
      case ResourcePatch.Stated(var elements) -> elements;
      case ResourcePatch.Refused(Fault fault) -> throw Outcomes.refused(fault);
      case ResourcePatch.Invalid(var problems) -> throw Outcomes.unprocessable(problems);
    };
  }
}
