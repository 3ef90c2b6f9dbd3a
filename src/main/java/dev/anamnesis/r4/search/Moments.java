package dev.anamnesis.r4.search;

import dev.anamnesis.r4.search.SearchValue.Moment;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * R4's dates and times as the span of microseconds they mean by their precision; in UTC where no
 * zone is told (https://hl7.org/fhir/R4/search.html#date).
 */
public final class Moments {

  /** Before and after all times; their difference is still a long. */
  public static final long FIRST = -(1L << 62);

  public static final long LAST = (1L << 62) - 1;

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT)(\\d\\d:\\d\\d)(?::(\\d\\d)(\\.\\d{1,9})?\\d*)?(Z|[+-]\\d\\d:\\d\\d)?");

  private Moments() {}

  /** Empty where it is none. */
  public static Optional<Moment> parse(String text) {
    try {
      return switch (text.length()) {
        case 4 ->
            Optional.of(days(Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1)));
        case 7 -> {
          YearMonth month = YearMonth.parse(text);
          yield Optional.of(days(month.atDay(1), month.plusMonths(1).atDay(1)));
        }
        case 10 -> {
          LocalDate day = LocalDate.parse(text);
          yield Optional.of(days(day, day.plusDays(1)));
        }
        default -> time(TIME.matcher(text));
      };
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Moment days(LocalDate first, LocalDate past) {
    return new Moment(
        micros(first.atStartOfDay().atOffset(ZoneOffset.UTC)),
        micros(past.atStartOfDay().atOffset(ZoneOffset.UTC)) - 1);
  }

  private static Optional<Moment> time(Matcher time) {
    if (!time.matches()) return Optional.empty();
    boolean seconds = time.group(3) != null;
    boolean leap = seconds && time.group(3).equals("60");
    String local =
        time.group(1) + time.group(2) + ':' + (seconds ? leap ? "59" : time.group(3) : "00");
    ZoneOffset zone = time.group(5) == null ? ZoneOffset.UTC : ZoneOffset.of(time.group(5));
    long low = micros(LocalDateTime.parse(local).atOffset(zone));
    long width = seconds ? 1_000_000 : 60_000_000;
    if (time.group(4) != null) {
      String digits = time.group(4).substring(1);
      for (int at = 0; at < digits.length() && width > 1; at++) {
        width /= 10;
        low += width * (digits.charAt(at) - '0');
      }
    }
    return Optional.of(new Moment(low, low + width - 1));
  }

  private static long micros(OffsetDateTime time) {
    return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant());
  }
}
