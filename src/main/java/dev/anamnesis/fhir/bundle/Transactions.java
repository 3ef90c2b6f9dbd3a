package dev.anamnesis.fhir.bundle;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.RequestKey;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Plan;
import dev.anamnesis.fhir.Writes;
import dev.anamnesis.fhir.bundle.BundleAnswer.Each;
import dev.anamnesis.ledger.GroupOutcome;
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All or nothing, in one commit group, at one instant. */
final class Transactions {

  private static final int MOST_TRIES = 50;

  private final Stage stage;
  private final Dispatch dispatch;
  private final Refusals refusals;

  Transactions(Stage stage, Dispatch dispatch, Refusals refusals) {
    this.stage = stage;
    this.dispatch = dispatch;
    this.refusals = refusals;
  }

  List<Each> answers(List<Entry> entries, Optional<RequestKey> key, Ask bundle) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      var attempt = new Attempt(dispatch, stage.conditions(), entries, bundle);
      GroupOutcome outcome =
          attempt.writes.isEmpty()
              ? new GroupOutcome.Stored(List.of())
              : stage.ledger().execute(attempt.writes, attempt.guards, key);
      switch (outcome) {
        case GroupOutcome.Stored(List<Outcome> outcomes) -> {
          return stored(entries, attempt, outcomes, bundle, dispatch::reading);
        }
        case GroupOutcome.Repeated(List<Recorded> commits) -> {
          return stored(entries, attempt, repeated(attempt, commits), bundle, dispatch::reading);
        }
        case GroupOutcome.Refused(int index, Outcome.StaleVersion stale)
            when Writes.isAppliedAgain(
                attempt.writes.get(index), attempt.entries.get(index).ask(bundle)) -> {}
        case GroupOutcome.Refused(int index, Outcome why) ->
            throw refused(attempt.entries.get(index), why, bundle);
        case GroupOutcome.GuardFailed() -> {}
        case GroupOutcome.KeyReused() -> throw Writes.keyReused();
      }
    }
    throw Writes.busy();
  }

  BaseServerResponseException refused(Entry entry, Outcome why, Ask bundle) {
    try {
      stage.interactions().writes().answer(why, entry.ask(bundle));
      throw new IllegalStateException("a group was refused for what can be answered");
    } catch (BaseServerResponseException e) {
      return At.of(entry.index(), e);
    }
  }

  /** What the first one recorded, in the place of what this one would have. */
  private static List<Outcome> repeated(Attempt attempt, List<Recorded> commits) {
    var byStream = new HashMap<StreamId, Recorded>();
    var made = new HashMap<String, LinkedList<Recorded>>();
    for (Recorded commit : commits) {
      byStream.put(commit.stream(), commit);
      if (commit.method() == Method.POST) {
        made.computeIfAbsent(commit.stream().type(), t -> new LinkedList<>()).add(commit);
      }
    }
    var outcomes = new ArrayList<Outcome>();
    for (Write write : attempt.writes) {
      Optional<Recorded> first =
          write.method() == Method.POST
              ? Optional.ofNullable(made.get(write.stream().type())).map(LinkedList::pollFirst)
              : Optional.ofNullable(byStream.get(write.stream()));
      outcomes.add(
          first
              .<Outcome>map(Outcome.Repeated::new)
              .orElseGet(() -> new Outcome.Unchanged(Optional.empty(), new Existence.Absent())));
    }
    return outcomes;
  }

  /** How what is read is answered. */
  interface Reading {
    Answer of(Entry entry, Ask ask);
  }

  List<Each> stored(
      List<Entry> entries, Attempt attempt, List<Outcome> outcomes, Ask bundle, Reading reading) {
    var answers = new HashMap<Integer, Each>();
    var byStream = new HashMap<StreamId, Each>();
    for (int i = 0; i < outcomes.size(); i++) {
      Entry entry = attempt.entries.get(i);
      Answer whole = stage.interactions().writes().answer(outcomes.get(i), entry.ask(bundle));
      Each answer = Each.written(whole, bundle);
      answers.put(entry.index(), answer);
      byStream.put(attempt.writes.get(i).stream(), answer);
    }
    var each = new ArrayList<Each>();
    for (Entry entry : entries)
      each.add(each(entry, attempt, new Answers(answers, byStream, reading), bundle));
    return each;
  }

  /** What the writes were answered, and how the reads are to be. */
  private record Answers(
      Map<Integer, Each> byEntry, Map<StreamId, Each> byStream, Reading reading) {}

  private Each each(Entry entry, Attempt attempt, Answers answers, Ask bundle) {
    Ask ask = entry.ask(bundle);
    Optional<Plan> plan = attempt.plan(entry.index());
    if (plan.isEmpty()) return read(entry, ask, answers.reading());
    return switch (plan.get()) {
      case Plan.Carry carry ->
          answers.byEntry().getOrDefault(entry.index(), Each.of(Answer.nothing()));
      case Plan.Found(StreamId stream) when answers.byStream().get(stream) instanceof Each made ->
          made.again();
      case Plan.Found(StreamId stream) ->
          Each.written(
              stage.interactions().writes().found(stream, ask).orElseGet(Answer::nothing), bundle);
      case Plan.Idle() -> Each.of(Answer.nothing());
    };
  }

  /** What was written stays written, so that a read that fails is its entry's affair alone. */
  private Each read(Entry entry, Ask ask, Reading reading) {
    try {
      return Each.of(dispatch.shown(reading.of(entry, ask), ask));
    } catch (BaseServerResponseException e) {
      return refusals.each(entry.index(), e);
    }
  }
}
