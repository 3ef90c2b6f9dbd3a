package dev.anamnesis.fhir.bundle;

import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.fhir.Interactions;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.Writes;
import dev.anamnesis.fhir.bundle.BundleAnswer.Each;
import dev.anamnesis.ledger.GroupOutcome;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Rehearsal;
import dev.anamnesis.projection.ResourceTypes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Transactions that are decided and answered as if they were carried out, and are not. */
final class Trials {

  private static final int MOST_TRIES = 50;

  private final Ledger ledger;
  private final Interactions interactions;
  private final Conditions conditions;
  private final Dispatch dispatch;
  private final ResourceTypes types;
  private final Transactions transactions;
  private final InstantSource clock;

  Trials(
      Ledger ledger,
      Interactions interactions,
      Conditions conditions,
      Dispatch dispatch,
      ResourceTypes types,
      Transactions transactions,
      InstantSource clock) {
    this.ledger = ledger;
    this.interactions = interactions;
    this.conditions = conditions;
    this.dispatch = dispatch;
    this.types = types;
    this.transactions = transactions;
    this.clock = clock;
  }

  record Tried(List<Each> answers, List<Commit> commits) {}

  /** Refused as the transaction would be. */
  Tried tried(List<Entry> entries, Ask bundle) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      var attempt = new Attempt(dispatch, conditions, entries, bundle);
      Rehearsal rehearsal = ledger.rehearse(attempt.writes, clock.instant());
      switch (rehearsal.outcome()) {
        case GroupOutcome.Stored(List<Outcome> outcomes) -> {
          var reading = new Imagined(full(attempt, outcomes, bundle));
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

  private Map<StreamId, Answer> full(Attempt attempt, List<Outcome> outcomes, Ask bundle) {
    Ask whole = Ask.entry("GET", "", name -> null, bundle);
    var answers = new HashMap<StreamId, Answer>();
    for (int i = 0; i < outcomes.size(); i++) {
      Answer answer = interactions.writes().answer(outcomes.get(i), whole);
      if (answer.version().isPresent()) answers.put(attempt.writes.get(i).stream(), answer);
    }
    return answers;
  }

  /** Reads what the transaction itself would have written; all else as it is. */
  private final class Imagined implements Transactions.Reading {

    private final Map<StreamId, Answer> written;

    Imagined(Map<StreamId, Answer> written) {
      this.written = Map.copyOf(written);
    }

    @Override
    public Answer of(Entry entry, Ask ask) {
      return stream(ask)
          .map(written::get)
          .map(answer -> read(answer, entry))
          .orElseGet(() -> dispatch.reading(entry, ask));
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
