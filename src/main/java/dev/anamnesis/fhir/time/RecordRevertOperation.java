package dev.anamnesis.fhir.time;

import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.RequestKeys;
import dev.anamnesis.fhir.Writes;
import dev.anamnesis.ledger.GroupOutcome;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Rehearsal;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.CompartmentHistory;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import dev.anamnesis.r4.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code $revert-record}: everything in a compartment back to how it was at an instant, in one
 * transaction: what changed since is changed back, what is new is deleted, what was deleted is
 * restored. Ordinary commands: what one of them is refused for, the whole is. It does not follow
 * merges: a record that was merged or parted since is not taken back.
 */
public final class RecordRevertOperation {

  private static final int MOST_TRIES = 20;

  private final Ledger ledger;
  private final Writes writes;
  private final Resources resources;
  private final CompartmentHistory compartments;
  private final InstantSource clock;

  public RecordRevertOperation(
      Ledger ledger,
      Writes writes,
      Resources resources,
      CompartmentHistory compartments,
      InstantSource clock) {
    this.ledger = ledger;
    this.writes = writes;
    this.resources = resources;
    this.compartments = compartments;
    this.clock = clock;
  }

  public Answer answer(StreamId owner, Ask ask) {
    Asked.only(ask, "at", "dryRun");
    Instant at =
        Asked.instant(ask, "at")
            .orElseThrow(
                () -> Outcomes.invalid("bad-parameter", "Give the instant (at) to go back to."));
    if (compartments.mergedSince(owner, at)) {
      throw Outcomes.unprocessable(
          "merged-since",
          "The record was merged with another since, or parted from it. Undo that first ($unmerge,"
              + " $merge): going back is of one record alone.");
    }
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      List<Write> planned = planned(owner, at);
      if (Asked.flag(ask, "dryRun")) return rehearsed(planned, ask);
      if (planned.isEmpty()) return Answer.ok(Part.parameters(List.of()));
      switch (ledger.execute(planned, List.of(), RequestKeys.of(ask))) {
        case GroupOutcome.Stored(var outcomes) -> {
          return changed(outcomes.stream().flatMap(o -> recorded(o).stream()).toList());
        }
        case GroupOutcome.Repeated(var commits) -> {
          return changed(commits);
        }
        case GroupOutcome.Refused(int index, Outcome.StaleVersion stale) -> {}
        case GroupOutcome.Refused(int index, var why) -> writes.answer(why, ask);
        case GroupOutcome.GuardFailed failed -> {}
        case GroupOutcome.KeyReused reused -> throw Writes.keyReused();
      }
    }
    throw Writes.busy();
  }

  private static Optional<Recorded> recorded(Outcome outcome) {
    return outcome instanceof Outcome.Stored(var recorded, var created, var after)
        ? Optional.of(recorded)
        : Optional.empty();
  }

  private static Answer changed(List<Recorded> commits) {
    var parameters = new ArrayList<Json.Obj>();
    for (Recorded commit : commits) {
      var parts = new ArrayList<Json.Obj>();
      parts.add(Part.valued("resource", "uri", new Json.Text(commit.stream().path())));
      parts.addAll(FactPart.place(commit));
      parameters.add(Part.of("changed", parts));
    }
    return Answer.ok(Part.parameters(parameters));
  }

  private Answer rehearsed(List<Write> planned, Ask ask) {
    Rehearsal rehearsal = ledger.rehearse(planned, clock.instant());
    if (rehearsal.outcome() instanceof GroupOutcome.Refused(int index, var why)) {
      writes.answer(why, ask);
    }
    var parameters = new ArrayList<Json.Obj>();
    rehearsal.all().forEach(commit -> RevertOperation.facts(parameters, commit));
    return Answer.ok(Part.parameters(parameters));
  }

  /** What must be written, in the order it was recorded; each for the version it is now. */
  private List<Write> planned(StreamId owner, Instant at) {
    var then = Records.at(compartments, List.of(owner), at);
    var now = Records.at(compartments, List.of(owner), Records.NOW);
    var planned = new ArrayList<Write>();
    then.forEach((stream, version) -> back(stream, Optional.of(version)).ifPresent(planned::add));
    now.forEach(
        (stream, version) -> {
          if (!then.containsKey(stream))
            back(stream, resources.at(stream, at)).ifPresent(planned::add);
        });
    return planned;
  }

  /** Empty where it is so already. */
  private Optional<Write> back(StreamId stream, Optional<Version> target) {
    Version current = resources.current(stream).orElseThrow();
    int number = target.map(version -> version.recorded().version()).orElse(0);
    if (number == current.recorded().version()) return Optional.empty();
    var expected = new Expected.Version(current.recorded().version());
    Optional<String> json = target.flatMap(Version::json);
    if (target.isPresent() && target.get().content() instanceof Version.Content.Erased) {
      throw Outcomes.erased();
    }
    var command =
        json.<ResourceCommand>map(
                text -> new ResourceCommand.State(Served.stated(target.orElseThrow(), text)))
            .orElseGet(ResourceCommand.Remove::new);
    var method = json.isPresent() ? Method.PUT : Method.DELETE;
    var write = Write.of(stream, command, expected, method, Optional.empty());
    return Optional.of(number == 0 ? write : write.revertingTo(number));
  }
}
