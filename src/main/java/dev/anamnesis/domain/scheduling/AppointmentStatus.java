package dev.anamnesis.domain.scheduling;

import dev.anamnesis.domain.Elements;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * R4's {@code appointmentstatus} (https://hl7.org/fhir/R4/valueset-appointmentstatus.html) and the
 * moves between its codes.
 */
public enum AppointmentStatus {
  PROPOSED,
  PENDING,
  BOOKED,
  ARRIVED,
  FULFILLED,
  CANCELLED,
  NOSHOW,
  ENTERED_IN_ERROR,
  CHECKED_IN,
  WAITLIST;

  /** A status that is missing, or only extended, is taken as proposed. */
  public static AppointmentStatus of(Elements elements) {
    String code = elements.text("status").orElse("proposed");
    return Arrays.stream(values())
        .filter(status -> status.code().equals(code))
        .findFirst()
        .orElse(PROPOSED);
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where it may go from here; staying is no move. */
  public Set<AppointmentStatus> next() {
    return switch (this) {
      case PROPOSED -> EnumSet.of(PENDING, BOOKED, WAITLIST, CANCELLED, ENTERED_IN_ERROR);
      case PENDING -> EnumSet.of(PROPOSED, BOOKED, WAITLIST, CANCELLED, ENTERED_IN_ERROR);
      case WAITLIST -> EnumSet.of(PROPOSED, PENDING, BOOKED, CANCELLED, ENTERED_IN_ERROR);
      case BOOKED ->
          EnumSet.of(
              PENDING,
              ARRIVED,
              CHECKED_IN,
              FULFILLED,
              CANCELLED,
              NOSHOW,
              WAITLIST,
              ENTERED_IN_ERROR);
      case ARRIVED ->
          EnumSet.of(BOOKED, CHECKED_IN, FULFILLED, CANCELLED, NOSHOW, ENTERED_IN_ERROR);
      case CHECKED_IN -> EnumSet.of(ARRIVED, FULFILLED, CANCELLED, ENTERED_IN_ERROR);
      case FULFILLED, CANCELLED, NOSHOW -> EnumSet.of(ENTERED_IN_ERROR);
      case ENTERED_IN_ERROR -> EnumSet.noneOf(AppointmentStatus.class);
    };
  }

  List<String> nextCodes() {
    return next().stream().map(AppointmentStatus::code).toList();
  }
}
