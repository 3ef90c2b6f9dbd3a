package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.audit.AuditAnswers;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.patch.Patch;
import dev.anamnesis.fhir.search.Searching;
import java.util.Optional;
import java.util.function.Supplier;

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
    return patched(() -> patches.patch(stream, patch, ask), ask);
  }

  public Answer patchMatching(String type, Patch patch, Ask ask) {
    return patched(() -> patches.patchMatching(type, ask.query(), patch, ask), ask);
  }

  /** What was refused may have been done by the same request, sent twice at once. */
  private Answer patched(Supplier<Plan> plan, Ask ask) {
    Optional<Answer> before = writes.before(ask);
    if (before.isPresent()) return before.get();
    try {
      return writes.carryOut(plan, ask);
    } catch (UnprocessableEntityException refused) {
      return writes.before(ask).orElseThrow(() -> refused);
    }
  }

  public Answer delete(StreamId stream, Ask ask) {
    return writes.carryOut(() -> plans.delete(stream, ask), ask);
  }

  public Answer deleteMatching(String type, Ask ask) {
    return writes.carryOut(() -> plans.deleteMatching(type, ask.query(), ask), ask);
  }
}
