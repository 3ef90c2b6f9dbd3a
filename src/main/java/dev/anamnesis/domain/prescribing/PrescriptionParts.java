package dev.anamnesis.domain.prescribing;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Facts;
import dev.anamnesis.domain.Part;
import java.util.List;

/** Which members each kind of fact about a prescription speaks for. */
final class PrescriptionParts {

  static final Part STATUS = Part.of("status", "statusReason");
  static final Part DOSAGE = Part.of("dosageInstruction", "dispenseRequest");
  static final Part MEDICATION = Part.of("medication[x]");

  private PrescriptionParts() {}

  static List<PrescriptionEvent> restored(
      Edit edit, PrescriptionStatus from, PrescriptionStatus to) {
    return changes(
        Facts.<PrescriptionEvent>of(edit)
            .always(Part.of(), PrescriptionEvent.PrescriptionRestored::new),
        from,
        to);
  }

  static List<PrescriptionEvent> factsOf(
      Edit edit, PrescriptionStatus from, PrescriptionStatus to) {
    return changes(Facts.of(edit), from, to);
  }

  private static List<PrescriptionEvent> changes(
      Facts<PrescriptionEvent> facts, PrescriptionStatus from, PrescriptionStatus to) {
    return facts
        .part(STATUS, edit -> move(edit, from, to))
        .part(MEDICATION, PrescriptionEvent.MedicationSubstituted::new)
        .part(DOSAGE, PrescriptionEvent.DosageChanged::new)
        .rest(PrescriptionEvent.PrescriptionAnnotated::new);
  }

  private static PrescriptionEvent move(Edit edit, PrescriptionStatus from, PrescriptionStatus to) {
    if (from == to) return new PrescriptionEvent.StatusCorrected(edit);
    return switch (to) {
      case ACTIVE ->
          switch (from) {
            case DRAFT -> new PrescriptionEvent.PrescriptionApproved(edit);
            case ON_HOLD -> new PrescriptionEvent.PrescriptionResumed(edit);
            case ACTIVE, CANCELLED, COMPLETED, ENTERED_IN_ERROR, STOPPED, UNKNOWN ->
                new PrescriptionEvent.StatusCorrected(edit);
          };
      case ON_HOLD -> new PrescriptionEvent.PrescriptionHeld(edit);
      case STOPPED -> new PrescriptionEvent.PrescriptionStopped(edit);
      case CANCELLED -> new PrescriptionEvent.PrescriptionCancelled(edit);
      case COMPLETED -> new PrescriptionEvent.PrescriptionCompleted(edit);
      case ENTERED_IN_ERROR -> new PrescriptionEvent.PrescriptionVoided(edit);
      case DRAFT, UNKNOWN -> new PrescriptionEvent.StatusCorrected(edit);
    };
  }
}
