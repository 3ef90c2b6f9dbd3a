package dev.anamnesis.domain.prescribing;

import dev.anamnesis.domain.Elements;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * R4's {@code medicationrequest-status}
 * (https://hl7.org/fhir/R4/valueset-medicationrequest-status.html) and the moves between its codes.
 */
public enum PrescriptionStatus {
  DRAFT,
  ACTIVE,
  ON_HOLD,
  CANCELLED,
  COMPLETED,
  ENTERED_IN_ERROR,
  STOPPED,
  UNKNOWN;

  /** A status that is missing, or only extended, is not known. */
  public static PrescriptionStatus of(Elements elements) {
    String code = elements.text("status").orElse("unknown");
    return Arrays.stream(values())
        .filter(status -> status.code().equals(code))
        .findFirst()
        .orElse(UNKNOWN);
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** It is to be followed, now or once approved. */
  public boolean isLive() {
    return switch (this) {
      case DRAFT, ACTIVE, ON_HOLD -> true;
      case CANCELLED, COMPLETED, ENTERED_IN_ERROR, STOPPED, UNKNOWN -> false;
    };
  }

  /** Where it may go from here; staying is no move. */
  public Set<PrescriptionStatus> next() {
    return switch (this) {
      case DRAFT ->
          EnumSet.of(ACTIVE, ON_HOLD, CANCELLED, STOPPED, COMPLETED, ENTERED_IN_ERROR, UNKNOWN);
      case ACTIVE -> EnumSet.of(ON_HOLD, COMPLETED, STOPPED, CANCELLED, ENTERED_IN_ERROR, UNKNOWN);
      case ON_HOLD -> EnumSet.of(ACTIVE, STOPPED, CANCELLED, COMPLETED, ENTERED_IN_ERROR, UNKNOWN);
      case UNKNOWN -> EnumSet.complementOf(EnumSet.of(UNKNOWN));
      case COMPLETED, STOPPED, CANCELLED -> EnumSet.of(ENTERED_IN_ERROR);
      case ENTERED_IN_ERROR -> EnumSet.noneOf(PrescriptionStatus.class);
    };
  }

  List<String> nextCodes() {
    return next().stream().map(PrescriptionStatus::code).toList();
  }
}
