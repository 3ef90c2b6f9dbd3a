package dev.anamnesis.fhir.audit;

import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.r4.search.Moments;
import dev.anamnesis.r4.search.SearchValue.Moment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What a {@code date} parameter leaves of all time (https://hl7.org/fhir/R4/search.html#date). */
public record Dates(Optional<Instant> since, Optional<Instant> before) {

  public static final Dates ALL = new Dates(Optional.empty(), Optional.empty());

  private static final int PREFIX = 2;

  /** All of these hold. */
  public static Dates of(List<String> values) {
    Dates dates = ALL;
    for (String value : values) dates = dates.and(of(value));
    return dates;
  }

  private static Dates of(String value) {
    boolean prefixed = value.length() > PREFIX && Character.isLetter(value.charAt(0));
    String prefix = prefixed ? value.substring(0, PREFIX) : "eq";
    Moment moment =
        Moments.parse((prefixed ? value.substring(PREFIX) : value).replace(' ', '+'))
            .orElseThrow(Dates::bad);
    Optional<Instant> low = Optional.of(instant(moment.low()));
    Optional<Instant> past = Optional.of(instant(moment.high() + 1));
    return switch (prefix) {
      case "eq" -> new Dates(low, past);
      case "ge" -> new Dates(low, Optional.empty());
      case "gt", "sa" -> new Dates(past, Optional.empty());
      case "le" -> new Dates(Optional.empty(), past);
      case "lt", "eb" -> new Dates(Optional.empty(), low);
      default -> throw bad();
    };
  }

  private Dates and(Dates other) {
    return new Dates(later(since, other.since, true), later(before, other.before, false));
  }

  private static Optional<Instant> later(
      Optional<Instant> one, Optional<Instant> other, boolean later) {
    if (one.isEmpty()) return other;
    if (other.isEmpty()) return one;
    return one.get().isAfter(other.get()) == later ? one : other;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static RuntimeException bad() {
    return Outcomes.invalid(
        "bad-parameter",
        "date takes a date or an instant, with eq, ge, gt, le, lt, sa or eb before it: date=ge2026-01-01.");
  }
}
