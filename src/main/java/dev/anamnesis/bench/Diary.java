package dev.anamnesis.bench;

import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Free times of fifty practitioners, each given out once: a server may refuse a second booking of
 * the same time. Times are spread over ninety days, then over the ninety after those.
 */
final class Diary {

  static final int PRACTITIONERS = 50;

  /** Visits of twenty minutes from eight to four. */
  private static final int A_DAY = 24;

  private static final int DAYS = 90;
  private static final int SPREAD = 1337;
  private static final LocalDate FIRST = LocalDate.of(2031, 1, 1);

  private final AtomicLong given;

  /** Times from the given number on. */
  Diary(long first) {
    this.given = new AtomicLong(first);
  }

  /**
   * A time that is free.
   *
   * @param start without a zone's letter, such as {@code 2031-02-03T08:20:00}
   */
  record Time(int practitioner, String start, String end, String created) {}

  Time next() {
    return at(given.getAndIncrement());
  }

  static Time at(long number) {
    long turn = number / PRACTITIONERS;
    int spread = A_DAY * DAYS;
    int place = (int) (turn % spread * SPREAD % spread);
    LocalDate day = FIRST.plusDays(turn / spread * DAYS + place / A_DAY);
    int minute = 8 * 60 + place % A_DAY * 20;
    return new Time(
        (int) (number % PRACTITIONERS), time(day, minute), time(day, minute + 20), "2030-12-01");
  }

  private static String time(LocalDate day, int minute) {
    return day + "T" + Dice.two(minute / 60) + ":" + Dice.two(minute % 60) + ":00";
  }

  /** A week that is full of visits. */
  static String week(int number) {
    LocalDate monday = FIRST.plusDays(Math.floorMod(number, 11) * 7L);
    return "date=ge" + monday + "&date=lt" + monday.plusDays(7);
  }
}
