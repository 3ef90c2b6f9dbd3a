package dev.anamnesis.fhir.bundle;

import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.Subsets;
import dev.anamnesis.fhir.Writes;
import dev.anamnesis.fhir.bundle.BundleAnswer.Each;
import dev.anamnesis.ledger.GroupOutcome;
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Rehearsal;
import dev.anamnesis.projection.ResourceTypes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Transactions that are decided and answered as if they were carried out, and are not. */
final class Trials {

  private static final int MOST_TRIES = 50;
  private static final String AS_OF = "_asOf";

  private final Stage now;
  private final Function<Instant, Stage> then;
  private final ResourceTypes types;
  private final Supplier<Operations> operations;
  private final Subsets subsets;
  private final Refusals refusals;
  private final InstantSource clock;

  Trials(
      Stage now,
      Function<Instant, Stage> then,
      ResourceTypes types,
      Supplier<Operations> operations,
      Subsets subsets,
      Refusals refusals,
      InstantSource clock) {
    this.now = now;
    this.then = then;
    this.types = types;
    this.operations = operations;
    this.subsets = subsets;
    this.refusals = refusals;
    this.clock = clock;
  }

  record Tried(List<Each> answers, List<Commit> commits) {}

  /**
   * Refused as the transaction would be.
   *
   * @param at decided on the record as it was at that instant; empty for now
   */
  Tried tried(List<Entry> entries, Optional<Instant> at, Ask bundle) {
    Stage stage = at.map(then).orElse(now);
    var dispatch = new Dispatch(stage.interactions(), types, operations, subsets);
    var transactions = new Transactions(stage, dispatch, refusals);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      var attempt = new Attempt(dispatch, stage.conditions(), entries, bundle);
      Rehearsal rehearsal = stage.ledger().rehearse(attempt.writes, at.orElseGet(clock::instant));
      switch (rehearsal.outcome()) {
        case GroupOutcome.Stored(List<Outcome> outcomes) -> {
          var reading = new Imagined(full(stage, attempt, outcomes, bundle), dispatch, at);
          return new Tried(
              transactions.stored(entries, attempt, outcomes, bundle, reading), rehearsal.all());
        }
        case GroupOutcome.Refused(int index, Outcome.StaleVersion stale)
            when Writes.isAppliedAgain(
                attempt.writes.get(index), attempt.entries.get(index).ask(bundle)) -> {}
        case GroupOutcome.Refused(int index, Outcome why) ->
            throw transactions.refused(attempt.entries.get(index), why, bundle);
        case GroupOutcome.GuardFailed failed -> {}
        case GroupOutcome.Repeated repeated -> {}
        case GroupOutcome.KeyReused reused -> throw Writes.keyReused();
      }
    }
    throw Writes.busy();
  }

  private Map<StreamId, Answer> full(
      Stage stage, Attempt attempt, List<Outcome> outcomes, Ask bundle) {
    Ask whole = Ask.entry("GET", "", name -> null, bundle);
    var answers = new HashMap<StreamId, Answer>();
    for (int i = 0; i < outcomes.size(); i++) {
      Answer answer = stage.interactions().writes().answer(outcomes.get(i), whole);
      if (answer.version().isPresent()) answers.put(attempt.writes.get(i).stream(), answer);
    }
    return answers;
  }

  /** Reads what the transaction itself would have written; all else as it is. */
  private final class Imagined implements Transactions.Reading {

    private final Map<StreamId, Answer> written;
    private final Dispatch dispatch;
    private final Optional<Instant> at;

    Imagined(Map<StreamId, Answer> written, Dispatch dispatch, Optional<Instant> at) {
      this.written = Map.copyOf(written);
      this.dispatch = dispatch;
      this.at = at;
    }

    @Override
    public Answer of(Entry entry, Ask ask) {
      return stream(ask)
          .map(written::get)
          .map(answer -> read(answer, entry))
          .orElseGet(() -> dispatch.reading(entry, at.map(then -> asOf(ask, then)).orElse(ask)));
    }

    /** What is read is as it was then too. */
    private Ask asOf(Ask ask, Instant then) {
      return switch (Route.of(ask.path(), ask.query(), types)) {
        case Route.Instance(_), Route.Version(_, _) -> ask;
        case Route.System(), Route.Type(_), Route.Matching(_) ->
            ask.parameters().containsKey(AS_OF) ? ask : ask.and(AS_OF, Instants.text(then));
        case Route.History(_, _), Route.Operation(_, _, _), Route.Other() ->
            throw Outcomes.notAllowed(
                "not-supported",
                "As of an instant a transaction is tried with reads and searches alone.");
      };
    }

    private Optional<StreamId> stream(Ask ask) {
      return Route.of(ask.path(), ask.query(), types) instanceof Route.Instance(StreamId stream)
          ? Optional.of(stream)
          : Optional.empty();
    }

    private static Answer read(Answer written, Entry entry) {
      if (written.json().isEmpty()) throw Outcomes.gone(written.version().orElseThrow());
      boolean head = entry.verb() == Entry.Verb.HEAD;
      return new Answer(200, written.version(), head ? Optional.empty() : written.json());
    }
  }
}
