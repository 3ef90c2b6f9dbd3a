package dev.anamnesis.fhir.time;

import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.FactLog;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.Plans;
import dev.anamnesis.fhir.RequestKeys;
import dev.anamnesis.fhir.Writes;
import dev.anamnesis.ledger.GroupOutcome;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Rehearsal;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import dev.anamnesis.r4.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code $revert}: brings a resource back to how it was in a version, by an ordinary command with
 * facts of its own. What no rule allows as an update it does not allow either.
 */
public final class RevertOperation {

  private final Ledger ledger;
  private final Writes writes;
  private final Resources resources;
  private final InstantSource clock;

  public RevertOperation(Ledger ledger, Writes writes, Resources resources, InstantSource clock) {
    this.ledger = ledger;
    this.writes = writes;
    this.resources = resources;
    this.clock = clock;
  }

  public Answer answer(StreamId stream, Ask ask) {
    Asked.only(ask, "version", "at", "dryRun");
    Write write = write(stream, target(stream, ask), ask);
    return Asked.flag(ask, "dryRun")
        ? rehearsed(write, ask)
        : writes.answer(ledger.execute(write), ask);
  }

  /** To a version that is a deletion: it is deleted. */
  private static Write write(StreamId stream, Version target, Ask ask) {
    Expected expected = Plans.expected(ask);
    var key = RequestKeys.of(ask);
    var write =
        switch (target.content()) {
          case Version.Content.Erased() -> throw Outcomes.erased();
          case Version.Content.Deleted() ->
              Write.of(stream, new ResourceCommand.Remove(), expected, Method.DELETE, key);
          case Version.Content.Resource(String json) ->
              Write.of(
                  stream,
                  new ResourceCommand.State(Served.stated(target, json)),
                  expected,
                  Method.PUT,
                  key);
        };
    return write.revertingTo(target.recorded().version());
  }

  private Version target(StreamId stream, Ask ask) {
    Version current =
        resources
            .current(stream)
            .orElseThrow(
                () -> Outcomes.notFound("There is no such resource, and there never was."));
    Optional<Integer> number = Asked.number(ask, "version", 1);
    var at = Asked.instant(ask, "at");
    if (number.isPresent() && at.isPresent()) {
      throw Outcomes.invalid("bad-parameter", "Give version or at, not both.");
    }
    if (number.isPresent()) {
      return resources
          .version(stream, number.get())
          .orElseThrow(() -> Outcomes.notFound("There is no such version of this resource."));
    }
    if (at.isPresent()) {
      return resources
          .at(stream, at.get())
          .orElseThrow(() -> Outcomes.notFound("There was no such resource at that instant."));
    }
    return beforeDeletion(stream, current);
  }

  /** What was deleted comes back as it was last. */
  private Version beforeDeletion(StreamId stream, Version current) {
    if (!(current.content() instanceof Version.Content.Deleted)) {
      throw Outcomes.invalid(
          "bad-parameter",
          "Give the version or the instant (at) to go back to; only what is deleted needs neither.");
    }
    return resources.version(stream, current.recorded().version() - 1).orElseThrow();
  }

  /** The facts it would record; what it would be refused for it is refused for. */
  private Answer rehearsed(Write write, Ask ask) {
    Rehearsal rehearsal = ledger.rehearse(List.of(write), clock.instant());
    switch (rehearsal.outcome()) {
      case GroupOutcome.Refused(int index, var why) -> writes.answer(why, ask);
      case GroupOutcome.Stored stored -> {}
      case GroupOutcome.GuardFailed failed -> throw Writes.busy();
      case GroupOutcome.Repeated repeated -> {}
      case GroupOutcome.KeyReused reused -> throw Writes.keyReused();
    }
    var parameters = new ArrayList<Json.Obj>();
    rehearsal.all().forEach(commit -> facts(parameters, commit));
    return Answer.ok(Part.parameters(parameters));
  }

  static void facts(List<Json.Obj> parameters, Commit commit) {
    var place =
        List.of(
            Part.valued("resource", "uri", new Json.Text(commit.stream().path())),
            Part.valued("version", "id", new Json.Text(Integer.toString(commit.base() + 1))));
    var state = commit.before().last();
    for (var event : commit.events()) {
      parameters.add(FactPart.of(FactLog.fact(event), place, commit.stream().type(), state));
      state = state.with(event.edit());
    }
  }
}
