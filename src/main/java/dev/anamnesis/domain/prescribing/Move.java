package dev.anamnesis.domain.prescribing;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Refusal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What can be done to a prescription by its name, as the operation {@code $approve}. */
public enum Move {
  APPROVE(PrescriptionStatus.ACTIVE, EnumSet.of(PrescriptionStatus.DRAFT)),
  HOLD(PrescriptionStatus.ON_HOLD, EnumSet.of(PrescriptionStatus.ACTIVE)),
  RESUME(PrescriptionStatus.ACTIVE, EnumSet.of(PrescriptionStatus.ON_HOLD)),
  STOP(
      PrescriptionStatus.STOPPED,
      EnumSet.of(PrescriptionStatus.ACTIVE, PrescriptionStatus.ON_HOLD)),
  CANCEL(
      PrescriptionStatus.CANCELLED,
      EnumSet.of(PrescriptionStatus.DRAFT, PrescriptionStatus.ACTIVE, PrescriptionStatus.ON_HOLD)),
  COMPLETE(
      PrescriptionStatus.COMPLETED,
      EnumSet.of(PrescriptionStatus.ACTIVE, PrescriptionStatus.ON_HOLD));

  private final PrescriptionStatus to;
  private final Set<PrescriptionStatus> from;

  Move(PrescriptionStatus to, Set<PrescriptionStatus> from) {
    this.to = to;
    this.from = from;
  }

  /** {@code $approve}. */
  public String operation() {
    return '$' + name().toLowerCase(Locale.ROOT);
  }

  /** Why it cannot be done to this prescription now; what can be done is told. */
  public Optional<Refusal> refusal(Elements prescription) {
    var now = PrescriptionStatus.of(prescription);
    if (from.contains(now)) return Optional.empty();
    var allowed =
        Arrays.stream(values())
            .filter(move -> move.from.contains(now))
            .map(Move::operation)
            .toList();
    return Optional.of(
        new Refusal(
            "prescription-operation",
            "%s is not for a prescription that is %s.".formatted(operation(), now.code()),
            "MedicationRequest.status",
            allowed));
  }

  /**
   * The prescription once it is done.
   *
   * @param reason a CodeableConcept as canonical JSON
   */
  public Elements of(Elements prescription, Optional<String> reason) {
    var members = new TreeMap<>(prescription.members());
    members.put("status", '"' + to.code() + '"');
    members.remove("_status");
    members.remove("statusReason");
    members.remove("_statusReason");
    reason.ifPresent(json -> members.put("statusReason", json));
    return Elements.of(members);
  }
}
