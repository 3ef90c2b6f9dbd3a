package dev.anamnesis.domain.prescribing;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Pointer;
import dev.anamnesis.domain.Refusal;
import java.util.List;
import java.util.Optional;

/** Who approves a draft is another than who prescribed it. */
public final class FourEyes {

  /** On a MedicationRequest, {@code valueReference}: who approved it. */
  public static final String APPROVED_BY =
      "https://anamnesis.dev/fhir/StructureDefinition/approved-by";

  private FourEyes() {}

  /** Why this change of a prescription is no approval by another person. */
  public static Optional<Refusal> refusal(Existence before, Existence after) {
    boolean approves =
        before instanceof Existence.Present(Elements was)
            && PrescriptionStatus.of(was) == PrescriptionStatus.DRAFT
            && PrescriptionStatus.of(after.last()) == PrescriptionStatus.ACTIVE;
    if (!approves) return Optional.empty();
    Optional<String> approver = approver(after.last());
    Optional<String> prescriber = prescriber(before.last()).or(() -> prescriber(after.last()));
    if (approver.isEmpty()) {
      return refused(
          "Say who approves the prescription: in an approved-by extension, or as $approve's approver.");
    }
    if (approver.equals(prescriber) || approver.equals(prescriber(after.last()))) {
      return refused("Who approves a prescription must be another than who prescribed it.");
    }
    return Optional.empty();
  }

  private static Optional<String> prescriber(Elements prescription) {
    return Pointer.in(prescription, "requester");
  }

  /** Who approved it, as {@code Practitioner/x}. */
  public static Optional<String> approver(Elements prescription) {
    return prescription.items("extension").stream()
        .filter(item -> item.startsWith("{"))
        .map(Elements::parse)
        .filter(extension -> extension.text("url").filter(APPROVED_BY::equals).isPresent())
        .findFirst()
        .flatMap(extension -> Pointer.in(extension, "valueReference"));
  }

  private static Optional<Refusal> refused(String words) {
    return Optional.of(
        new Refusal(
            "four-eyes",
            words,
            "MedicationRequest.extension",
            List.of("approval by another person")));
  }
}
