package dev.anamnesis.fhir.json;

import java.time.YearMonth;

/**
 * Dates and times by R4's regular expressions, walked by hand as each resource has several; a month
 * must have the day too (https://hl7.org/fhir/R4/datatypes.html#date).
 */
final class Dates {

  private static final int DAY = 10;
  private static final int SECONDS = 8;

  private Dates() {}

  /** {@code 2024}, {@code 2024-02} or {@code 2024-02-29}. */
  static boolean isDate(String text) {
    return isDate(text, text.length());
  }

  private static boolean isDate(String text, int length) {
    if (length != 4 && length != 7 && length != DAY) return false;
    int year = number(text, 0, 4);
    if (year < 1) return false;
    if (length == 4) return true;
    int month = text.charAt(4) == '-' ? number(text, 5, 7) : -1;
    if (month < 1 || month > 12) return false;
    if (length == 7) return true;
    int day = text.charAt(7) == '-' ? number(text, 8, DAY) : -1;
    return day >= 1 && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
  }

  static boolean isDateTime(String text) {
    return isDate(text) || isInstant(text);
  }

  /** {@code 2024-02-29T12:00:00.5+01:00}. */
  static boolean isInstant(String text) {
    if (text.length() <= DAY || text.charAt(DAY) != 'T' || !isDate(text, DAY)) return false;
    int end = endOfTime(text, DAY + 1);
    return end > 0 && isZone(text, end);
  }

  /** {@code 12:00:00.5}; a leap second counts. */
  static boolean isTime(String text) {
    return endOfTime(text, 0) == text.length();
  }

  /** Where the time that begins here ends; -1 for none. */
  private static int endOfTime(String text, int at) {
    if (text.length() < at + SECONDS) return -1;
    boolean colons = text.charAt(at + 2) == ':' && text.charAt(at + 5) == ':';
    if (!colons
        || !isWithin(number(text, at, at + 2), 23)
        || !isWithin(number(text, at + 3, at + 5), 59)
        || !isWithin(number(text, at + 6, at + SECONDS), 60)) {
      return -1;
    }
    int end = at + SECONDS;
    if (end == text.length() || text.charAt(end) != '.') return end;
    int fraction = ++end;
    while (end < text.length() && isDigit(text.charAt(end))) end++;
    return end == fraction ? -1 : end;
  }

  private static boolean isZone(String text, int at) {
    if (text.length() == at + 1) return text.charAt(at) == 'Z';
    if (text.length() != at + 6 || text.charAt(at + 3) != ':') return false;
    if (text.charAt(at) != '+' && text.charAt(at) != '-') return false;
    int hours = number(text, at + 1, at + 3);
    int minutes = number(text, at + 4, at + 6);
    return isWithin(hours, 13) && isWithin(minutes, 59) || hours == 14 && minutes == 0;
  }

  private static boolean isWithin(int number, int most) {
    return number >= 0 && number <= most;
  }

  /** -1 where it is none. */
  private static int number(String text, int from, int end) {
    int number = 0;
    for (int at = from; at < end; at++) {
      if (!isDigit(text.charAt(at))) return -1;
      number = number * 10 + text.charAt(at) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
