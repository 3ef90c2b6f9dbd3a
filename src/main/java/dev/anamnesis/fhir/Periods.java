package dev.anamnesis.fhir;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A date or instant with the span its precision leaves open: a day is 24 hours, {@code 08:00:00.1}
 * a tenth of a second, and what is finer than a microsecond is left away
 * (https://hl7.org/fhir/R4/search.html#date). UTC where no zone is told.
 */
public final class Periods {

  private Periods() {}

  /** From an instant to just before another. */
  public record Period(Instant from, Instant past) {}

  /** Refuses what is no date. */
  public static Period of(String parameter, String text) {
    String value = text.strip().replace(' ', '+');
    try {
      return switch (value.length()) {
        case 4 -> days(Year.parse(value).atDay(1), Year.parse(value).plusYears(1).atDay(1));
        case 7 ->
            days(YearMonth.parse(value).atDay(1), YearMonth.parse(value).plusMonths(1).atDay(1));
        case 10 -> days(LocalDate.parse(value), LocalDate.parse(value).plusDays(1));
        default -> moment(value);
      };
    } catch (DateTimeException e) {
      throw Outcomes.invalid(
          "bad-parameter", parameter + " takes an instant, such as 2026-01-31T08:00:00.000Z.");
    }
  }

  private static Period days(LocalDate from, LocalDate past) {
    return new Period(
        from.atStartOfDay(ZoneOffset.UTC).toInstant(),
        past.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static Period moment(String value) {
    Instant told =
        value.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
            ? OffsetDateTime.parse(value).toInstant()
            : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
    Instant from = told.truncatedTo(ChronoUnit.MICROS);
    return new Period(from, from.plus(precision(value)));
  }

  private static Duration precision(String value) {
    String time =
        value.substring(value.indexOf('T') + 1).replaceFirst("(Z|[+-]\\d\\d:\\d\\d)$", "");
    int point = time.indexOf('.');
    if (point < 0) return time.length() == 5 ? Duration.ofMinutes(1) : Duration.ofSeconds(1);
    int digits = Math.min(6, time.length() - point - 1);
    return Duration.ofNanos((long) Math.pow(10, 9 - digits));
  }
}
