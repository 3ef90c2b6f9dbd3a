package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Expected;
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
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Write;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries out what is decided on several streams as they are, and decides again when they moved.
 */
final class Acts {

  private static final int MOST_TRIES = 50;

  private final Ledger ledger;
  private final Writes writes;

  Acts(Ledger ledger, Writes writes) {
    this.ledger = ledger;
    this.writes = writes;
  }

  /** A resource as it is. */
  record Seen(StreamId stream, Elements elements, int version) {

    /** It as it shall be, if it is still as it was seen. */
    Write to(Elements next, Ask ask) {
      if (!Plans.expected(ask).holds(version, true)) throw Outcomes.stale(version);
      return write(stream, next, new Expected.Version(version), ask);
    }

    /** The same of another resource than the one asked about. */
    Write along(Elements next) {
      return Write.of(
          stream,
          new ResourceCommand.State(next),
          new Expected.Version(version),
          Method.PUT,
          Optional.empty());
    }
  }

  static Write write(StreamId stream, Elements next, Expected expected, Ask ask) {
    var command = new ResourceCommand.State(next);
    return Write.of(stream, command, expected, Method.PUT, RequestKeys.of(ask));
  }

  Optional<Seen> find(StreamId stream) {
    Ledger.Standing standing = ledger.standing(stream);
    return standing.existence() instanceof Existence.Present(Elements elements)
        ? Optional.of(new Seen(stream, elements, standing.version()))
        : Optional.empty();
  }

  Existence existence(StreamId stream) {
    return ledger.state(stream);
  }

  Seen see(StreamId stream) {
    return find(stream)
        .orElseThrow(() -> Outcomes.notFound("There is no such " + stream.type() + "."));
  }

  static void refuse(Optional<Refusal> refusal) {
    refusal.ifPresent(
        why -> {
          throw Outcomes.refused(why);
        });
  }

  /** The first write is the one that is answered. */
  Answer carryOut(Supplier<List<Write>> decide, Ask ask) {
    Optional<Answer> repeated =
        RequestKeys.of(ask).flatMap(ledger::before).map(before -> writes.answer(before, ask));
    if (repeated.isPresent()) return repeated.get();
    boolean free = !(Plans.expected(ask) instanceof Expected.Version);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<Answer> answer = once(decide.get(), free, ask);
      if (answer.isPresent()) return answer.get();
    }
    throw Writes.busy();
  }

  /** Empty when something moved that the caller made no condition of. */
  private Optional<Answer> once(List<Write> decided, boolean free, Ask ask) {
    Write first = decided.getFirst();
    decided.forEach(writes::checked);
    return switch (ledger.execute(decided, List.of(), first.request())) {
      case GroupOutcome.Stored(var outcomes) ->
          Optional.of(writes.answer(outcomes.getFirst(), ask));
      case GroupOutcome.Repeated(var commits) ->
          Optional.of(writes.repeated(commits.getFirst(), ask));
      case GroupOutcome.Refused(int index, Outcome.StaleVersion stale) when free || index > 0 ->
          Optional.empty();
      case GroupOutcome.Refused(int index, Outcome why) -> Optional.of(writes.answer(why, ask));
      case GroupOutcome.GuardFailed() -> Optional.empty();
      case GroupOutcome.KeyReused() -> throw Writes.keyReused();
    };
  }
}
