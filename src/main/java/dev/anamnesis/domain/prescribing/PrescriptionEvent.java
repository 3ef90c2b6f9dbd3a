package dev.anamnesis.domain.prescribing;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Event;
import java.util.Optional;

/** What can happen to a prescription (FHIR MedicationRequest). */
public sealed interface PrescriptionEvent extends Event {

  /** Effective when it was authored, where that is told. */
  record Prescribed(Edit edit) implements PrescriptionEvent {
    @Override
    public Optional<String> effective() {
      return edit.put().text("authoredOn");
    }
  }

  /** A draft became active. */
  record PrescriptionApproved(Edit edit) implements PrescriptionEvent {}

  record PrescriptionHeld(Edit edit) implements PrescriptionEvent {}

  record PrescriptionResumed(Edit edit) implements PrescriptionEvent {}

  record PrescriptionStopped(Edit edit) implements PrescriptionEvent {}

  record PrescriptionCancelled(Edit edit) implements PrescriptionEvent {}

  record PrescriptionCompleted(Edit edit) implements PrescriptionEvent {}

  /** It was entered in error. */
  record PrescriptionVoided(Edit edit) implements PrescriptionEvent {
    @Override
    public boolean isRetroactive() {
      return true;
    }
  }

  /** Its status became known or unknown, or its reason was reworded. */
  record StatusCorrected(Edit edit) implements PrescriptionEvent {}

  record DosageChanged(Edit edit) implements PrescriptionEvent {}

  record MedicationSubstituted(Edit edit) implements PrescriptionEvent {}

  /**
   * What else is recorded of the patient was not asked.
   *
   * @param reason {@code import} where it was prescribed elsewhere
   */
  record RulesWaived(String reason, Edit edit) implements PrescriptionEvent {}

  record PrescriptionAnnotated(Edit edit) implements PrescriptionEvent {}

  record PrescriptionRemoved(Edit edit) implements PrescriptionEvent {}

  record PrescriptionRestored(Edit edit) implements PrescriptionEvent {}
}
