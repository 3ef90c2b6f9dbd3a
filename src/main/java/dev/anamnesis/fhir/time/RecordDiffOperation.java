package dev.anamnesis.fhir.time;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.CompartmentHistory;
import dev.anamnesis.projection.Version;
import dev.anamnesis.r4.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code $diff-record}: what changed in a whole record between two instants. */
public final class RecordDiffOperation {

  private final CompartmentHistory compartments;
  private final DiffOperation diff;

  public RecordDiffOperation(CompartmentHistory compartments, DiffOperation diff) {
    this.compartments = compartments;
    this.diff = diff;
  }

  /**
   * Of a patient with the records that are merged into that one now, on both sides. Only resources
   * that changed; of one that came or went no version on that side.
   */
  public Answer answer(StreamId owner, Ask ask) {
    Asked.only(ask, "fromAt", "toAt");
    Instant from =
        Asked.instant(ask, "fromAt")
            .orElseThrow(
                () -> Outcomes.invalid("bad-parameter", "Give the instant (fromAt) to begin at."));
    Instant to = Asked.instant(ask, "toAt").orElse(Records.NOW);
    List<StreamId> records = compartments.records(owner, Optional.empty());
    Map<StreamId, Version> before = Records.at(compartments, records, from);
    Map<StreamId, Version> after = Records.at(compartments, records, to);
    var all = new LinkedHashSet<>(before.keySet());
    all.addAll(after.keySet());
    var parameters = new ArrayList<Json.Obj>();
    for (StreamId stream : all) {
      var was = Optional.ofNullable(before.get(stream));
      var is = Optional.ofNullable(after.get(stream));
      if (number(was).equals(number(is))) continue;
      parameters.add(changed(stream, was, is, diff.operations(stream, was, is, from, to)));
    }
    return Answer.ok(Part.parameters(parameters));
  }

  private static Json.Obj changed(
      StreamId stream,
      Optional<Version> before,
      Optional<Version> after,
      List<Json.Obj> operations) {
    var parts = new ArrayList<Json.Obj>();
    parts.add(Part.valued("resource", "uri", new Json.Text(stream.path())));
    number(before).ifPresent(n -> parts.add(Part.valued("from", "id", new Json.Text(n))));
    number(after).ifPresent(n -> parts.add(Part.valued("to", "id", new Json.Text(n))));
    parts.addAll(operations);
    return Part.of("changed", parts);
  }

  private static Optional<String> number(Optional<Version> version) {
    return version.map(found -> Integer.toString(found.recorded().version()));
  }
}
