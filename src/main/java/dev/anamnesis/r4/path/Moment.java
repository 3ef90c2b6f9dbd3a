package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date, a date with time or a time of day, as exact as it is written.
 *
 * @param type FHIRPath's {@code Date}, {@code DateTime} or {@code Time}
 * @param digits how exact: 1 to the year, 2 the month, 3 the day, 4 the hour, 5 the minute, 6 the
 *     second with its fraction
 * @param local the fields that are written; the others are the least there are
 * @param offset minutes from UTC; null where none is written
 */
record Moment(String type, int digits, LocalDateTime local, @Nullable Integer offset, String text)
    implements Scalar {

  private static final String CLOCK =
      "([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,18}))?)?)?";
  private static final Pattern DATE =
      Pattern.compile(
          "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(T(?:"
              + CLOCK
              + ")?)?(Z|[+-][0-9]{2}:[0-9]{2})?");
  private static final Pattern TIME = Pattern.compile("T?" + CLOCK);
  private static final int LONGEST = 60;

  /** Null where it is none. */
  static @Nullable Moment literal(String text) {
    return text.startsWith("T") ? time(text) : date(text);
  }

  static @Nullable Moment date(String text) {
    if (text.length() > LONGEST) return null;
    Matcher cut = DATE.matcher(text);
    if (!cut.matches()) return null;
    int digits = cut.group(2) == null ? 1 : cut.group(3) == null ? 2 : 3;
    if (digits == 3 && cut.group(5) != null) {
      digits = cut.group(6) == null ? 4 : cut.group(7) == null ? 5 : 6;
    }
    try {
      LocalDateTime day =
          LocalDateTime.of(field(cut, 1, 1), field(cut, 2, 1), field(cut, 3, 1), 0, 0);
      String type = cut.group(4) == null ? "Date" : "DateTime";
      return new Moment(type, digits, clock(day, cut, 5), offset(cut.group(9)), text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  static @Nullable Moment time(String text) {
    if (text.length() > LONGEST) return null;
    Matcher cut = TIME.matcher(text);
    if (!cut.matches()) return null;
    int digits = cut.group(2) == null ? 4 : cut.group(3) == null ? 5 : 6;
    try {
      LocalDateTime clock = clock(LocalDateTime.of(1, 1, 1, 0, 0), cut, 1);
      return new Moment(
          "Time", digits, clock, null, text.startsWith("T") ? text.substring(1) : text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int field(Matcher cut, int group, int least) {
    String digits = cut.group(group);
    return digits == null ? least : Integer.parseInt(digits);
  }

  private static LocalDateTime clock(LocalDateTime day, Matcher cut, int first) {
    String fraction = cut.group(first + 3);
    int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    int second = field(cut, first + 2, 0);
    // A leap second is the first of the next minute here.
    int leap = second == 60 ? 1 : 0;
    return day.withHour(field(cut, first, 0))
        .withMinute(field(cut, first + 1, 0))
        .withSecond(second - leap)
        .withNano(nanos)
        .plusSeconds(leap);
  }

  private static @Nullable Integer offset(@Nullable String zone) {
    if (zone == null) return null;
    if (zone.equals("Z")) return 0;
    int minutes = Integer.parseInt(zone.substring(1, 3)) * 60 + Integer.parseInt(zone.substring(4));
    return zone.startsWith("-") ? -minutes : minutes;
  }

  @Override
  public Json json() {
    return new Json.Text(text);
  }

  Moment asDateTime() {
    return new Moment("DateTime", digits, local, offset, text);
  }

  private LocalDateTime utc() {
    return offset == null || digits < 4 ? local : local.minusMinutes(offset);
  }

  private static int field(LocalDateTime at, int digit) {
    return switch (digit) {
      case 1 -> at.getYear();
      case 2 -> at.getMonthValue();
      case 3 -> at.getDayOfMonth();
      case 4 -> at.getHour();
      case 5 -> at.getMinute();
      default -> at.getSecond();
    };
  }

  /** Null where the less exact one leaves it open, or a date meets a time of day. */
  @Nullable Integer compare(Moment other) {
    if (type.equals("Time") != other.type.equals("Time")) return null;
    boolean zoned = offset != null && other.offset != null && digits > 3 && other.digits > 3;
    LocalDateTime one = zoned ? utc() : local;
    LocalDateTime two = zoned ? other.utc() : other.local;
    for (int digit = 1; digit <= Math.min(digits, other.digits); digit++) {
      int order = Integer.compare(field(one, digit), field(two, digit));
      if (order != 0) return order;
    }
    if (digits != other.digits) return null;
    return digits == 6 ? Integer.compare(one.getNano(), two.getNano()) : 0;
  }

  /** The same for two that are the same moment, as exact. */
  Object key() {
    return java.util.List.of(type.equals("Time"), digits, utc());
  }

  /** Null where the unit is none of time. */
  @Nullable Moment plus(BigDecimal span, String unit) {
    if (span.abs().compareTo(Arithmetic.LARGEST) > 0) return null;
    long whole = span.setScale(0, RoundingMode.DOWN).longValue();
    long millis = span.movePointRight(3).setScale(0, RoundingMode.DOWN).longValue();
    try {
      LocalDateTime moved =
          switch (unit) {
            case "a" -> local.plusYears(whole);
            case "mo" -> local.plusMonths(whole);
            case "wk" -> local.plusWeeks(whole);
            case "d" -> local.plusDays(whole);
            case "h" -> local.plusHours(whole);
            case "min" -> local.plusMinutes(whole);
            case "s" -> local.plusNanos(millis * 1_000_000);
            case "ms" -> local.plusNanos(whole * 1_000_000);
            default -> local;
          };
      if (moved.equals(local) && whole != 0) return null;
      if (moved.getYear() < 1 || moved.getYear() > 9999) return null;
      return at(moved);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Moment at(LocalDateTime moved) {
    boolean time = type.equals("Time");
    var out = new StringBuilder();
    if (!time) {
      out.append("%04d".formatted(moved.getYear()));
      if (digits > 1) out.append("-%02d".formatted(moved.getMonthValue()));
      if (digits > 2) out.append("-%02d".formatted(moved.getDayOfMonth()));
      if (digits > 3) out.append('T');
    }
    if (digits > 3) out.append("%02d".formatted(moved.getHour()));
    if (digits > 4) out.append(":%02d".formatted(moved.getMinute()));
    if (digits > 5) {
      out.append(":%02d".formatted(moved.getSecond()));
      if (moved.getNano() != 0) out.append(".%03d".formatted(moved.getNano() / 1_000_000));
    }
    if (offset != null && digits > 3) {
      if (offset == 0) out.append('Z');
      else out.append(offset < 0 ? '-' : '+').append(zone(Math.abs(offset)));
    }
    return new Moment(type, digits, moved, offset, out.toString());
  }

  private static String zone(int minutes) {
    return "%02d:%02d".formatted(minutes / 60, minutes % 60);
  }
}
