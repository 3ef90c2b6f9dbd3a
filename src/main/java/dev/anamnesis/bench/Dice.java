package dev.anamnesis.bench;

import java.util.List;
import java.util.SplittableRandom;

/** Chance that is the same for the same seed. */
final class Dice {

  private static final List<String> FAMILIES =
      List.of("Berg", "Okafor", "Lindqvist", "Moreau", "Tanaka", "Silva", "Novak", "Haddad");
  private static final List<String> GIVEN =
      List.of("Anna", "Jonas", "Amara", "Luc", "Yuki", "Rosa", "Petr", "Leila", "Omar", "Ida");
  private static final List<String> CITIES =
      List.of("Uppsala", "Lagos", "Lyon", "Osaka", "Porto", "Brno", "Beirut", "Graz");

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  String of(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  String family() {
    return of(FAMILIES);
  }

  String given() {
    return of(GIVEN);
  }

  String city() {
    return of(CITIES);
  }

  String date(int from, int years) {
    return day(from + below(years), 1 + below(12), 1 + below(28));
  }

  static String day(int year, int month, int day) {
    return year + "-" + two(month) + "-" + two(day);
  }

  static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
