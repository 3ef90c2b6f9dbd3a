package dev.anamnesis.domain.prescribing;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Who may be prescribed for: nobody who is recorded dead, merged away or inactive. */
public final class Prescribable {

  private Prescribable() {}

  /** Whom to look at before this change of a prescription is recorded: a Patient's id. */
  public static Optional<String> asked(Existence before, Existence after) {
    Order was = Order.of(before);
    Order is = Order.of(after);
    boolean starts =
        !(before instanceof Existence.Present)
            || !is.patient().equals(was.patient())
            || (is.status() == PrescriptionStatus.ACTIVE && was.status() != is.status());
    return is.status().isLive() && starts ? is.patient() : Optional.empty();
  }

  /** Why nothing may be prescribed for this person. */
  public static Optional<Refusal> refusal(Existence patient) {
    return patient instanceof Existence.Present(Elements elements)
        ? why(elements)
        : Optional.empty();
  }

  private static Optional<Refusal> why(Elements patient) {
    if (isMerged(patient)) {
      return refused(
          "subject-merged",
          "The patient's record was merged into another: prescribe for that one.");
    }
    if (isDead(patient)) return refused("subject-dead", "The patient is recorded dead.");
    if (patient.get("active").filter("false"::equals).isPresent()) {
      return refused("subject-inactive", "The patient's record is inactive.");
    }
    return Optional.empty();
  }

  private static boolean isDead(Elements patient) {
    return patient.has("deceasedDateTime")
        || patient.get("deceasedBoolean").filter("true"::equals).isPresent();
  }

  private static boolean isMerged(Elements patient) {
    return patient.items("link").stream()
        .filter(item -> item.startsWith("{"))
        .map(Elements::parse)
        .anyMatch(link -> link.text("type").filter("replaced-by"::equals).isPresent());
  }

  private static Optional<Refusal> refused(String code, String words) {
    List<String> over =
        Arrays.stream(PrescriptionStatus.values())
            .filter(status -> !status.isLive())
            .map(PrescriptionStatus::code)
            .toList();
    return Optional.of(new Refusal(code, words, "MedicationRequest.subject", over));
  }
}
