package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.audit.AuditAnswers;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.patch.Patch;
import dev.anamnesis.fhir.search.Searching;

/** Everything a client can ask, whichever way it comes. */
public final class Interactions {

  private final Plans plans;
  private final Patches patches;
  private final Writes writes;
  private final Reads reads;
  private final Histories histories;
  private final Searching searching;
  private final AuditAnswers audit;

  Interactions(
      Plans plans,
      Patches patches,
      Writes writes,
      Reads reads,
      Histories histories,
      Searching searching,
      AuditAnswers audit) {
    this.plans = plans;
    this.patches = patches;
    this.writes = writes;
    this.reads = reads;
    this.histories = histories;
    this.searching = searching;
    this.audit = audit;
  }

  public Plans plans() {
    return plans;
  }

  public Patches patches() {
    return patches;
  }

  public Writes writes() {
    return writes;
  }

  public Reads reads() {
    return reads;
  }

  public Histories histories() {
    return histories;
  }

  public AuditAnswers audit() {
    return audit;
  }

  public Searching searching() {
    return searching;
  }

  public Answer create(String type, Read.Document document, Ask ask) {
    return writes.carryOut(() -> plans.create(type, document, ask), ask);
  }

  public Answer update(StreamId stream, Read.Document document, Ask ask) {
    return writes.carryOut(() -> plans.update(stream, document, ask), ask);
  }

  public Answer updateMatching(String type, Read.Document document, Ask ask) {
    return writes.carryOut(() -> plans.updateMatching(type, ask.query(), document, ask), ask);
  }

  public Answer patch(StreamId stream, Patch patch, Ask ask) {
    return writes
        .before(ask)
        .orElseGet(() -> writes.carryOut(() -> patches.patch(stream, patch, ask), ask));
  }

  public Answer patchMatching(String type, Patch patch, Ask ask) {
    return writes
        .before(ask)
        .orElseGet(
            () -> writes.carryOut(() -> patches.patchMatching(type, ask.query(), patch, ask), ask));
  }

  public Answer delete(StreamId stream, Ask ask) {
    return writes.carryOut(() -> plans.delete(stream, ask), ask);
  }

  public Answer deleteMatching(String type, Ask ask) {
    return writes.carryOut(() -> plans.deleteMatching(type, ask.query(), ask), ask);
  }
}
