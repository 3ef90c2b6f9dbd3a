package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.audit.AuditAnswers;
import dev.anamnesis.fhir.audit.AuditProofs;
import dev.anamnesis.fhir.bundle.Operations;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.patch.MetaPatch;
import java.util.Optional;
import java.util.function.Supplier;

/** R4's own operations, those of the audit and {@code metadata}, as entries of Bundles. */
final class GeneralOperations implements Operations {

  private final Metas metas;
  private final Validating validating;
  private final AuditAnswers audit;
  private final AuditProofs proofs;
  private final Supplier<Answer> capabilities;

  GeneralOperations(
      Metas metas,
      Validating validating,
      AuditAnswers audit,
      AuditProofs proofs,
      Supplier<Answer> capabilities) {
    this.metas = metas;
    this.validating = validating;
    this.audit = audit;
    this.proofs = proofs;
    this.capabilities = capabilities;
  }

  @Override
  public Optional<Operation> find(Optional<String> type, Optional<String> id, String name) {
    if (type.isEmpty()) return system(name);
    if (id.isEmpty()) return type(type.get(), name);
    return instance(new StreamId(type.get(), Ids.checked(id.get())), name);
  }

  private Optional<Operation> system(String name) {
    return switch (name) {
      case "metadata" -> EntryOperation.reads(question -> capabilities.get());
      case "$meta" ->
          EntryOperation.reads(question -> metas.inUse(Optional.empty(), question.all()));
      case "$audit-proof" -> EntryOperation.reads(question -> proofs.answer(question.all()));
      default -> Optional.empty();
    };
  }

  private Optional<Operation> type(String type, String name) {
    return switch (name) {
      case "$meta" ->
          EntryOperation.reads(question -> metas.inUse(Optional.of(type), question.all()));
      case "$validate" -> validate(type, Optional.empty());
      default -> Optional.empty();
    };
  }

  private Optional<Operation> instance(StreamId stream, String name) {
    return switch (name) {
      case "$meta" ->
          EntryOperation.reads(question -> metas.meta(stream, Optional.empty(), question.ask()));
      case "$meta-add" -> change(stream, MetaPatch.Change.ADD);
      case "$meta-delete" -> change(stream, MetaPatch.Change.REMOVE);
      case "$validate" -> validate(stream.type(), Optional.of(stream));
      case "$accounting-of-disclosures" ->
          stream.type().equals("Patient")
              ? EntryOperation.reads(question -> audit.disclosures(stream.id(), question.all()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<Operation> validate(String type, Optional<StreamId> stream) {
    return EntryOperation.reads(
        question ->
            validating.answer(type, stream, Validating.Sent.of(question.sent()), question.ask()));
  }

  private Optional<Operation> change(StreamId stream, MetaPatch.Change change) {
    return EntryOperation.writes(
        question -> metas.change(stream, change, needed(question.sent()), question.ask()));
  }

  private static Read.Document needed(Optional<Read.Document> sent) {
    return sent.orElseThrow(
        () -> Outcomes.invalid("body-missing", "The entry has no resource: send Parameters."));
  }
}
