package dev.anamnesis.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is walked by hand takes what R4's regular expressions take. */
class PrimitivesTest {

  private static final String YEAR = "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)";
  private static final String MONTH = "(0[1-9]|1[0-2])";
  private static final String DAY = "(0[1-9]|[1-2][0-9]|3[0-1])";
  private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?";
  private static final String ZONE = "(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";

  private static final Map<String, Pattern> SPECIFIED =
      Map.of(
          "date", Pattern.compile(YEAR + "(-" + MONTH + "(-" + DAY + ")?)?"),
          "dateTime",
              Pattern.compile(YEAR + "(-" + MONTH + "(-" + DAY + "(T" + TIME + ZONE + ")?)?)?"),
          "instant", Pattern.compile(YEAR + "-" + MONTH + "-" + DAY + "T" + TIME + ZONE),
          "time", Pattern.compile(TIME),
          "id", Pattern.compile("[A-Za-z0-9\\-\\.]{1,64}"),
          "code", Pattern.compile("[^\\s]+( [^\\s]+)*"),
          "uri", Pattern.compile("\\S+"));

  private static final Set<String> DATES = Set.of("date", "dateTime", "instant");

  /** Of a month that no shorter one is confused with: its days are asked elsewhere. */
  private static final List<String> SOUND =
      List.of(
          "2024-01-31T23:59:60.123+14:00",
          "1999-12-01T00:00:00Z",
          "2024-03-15",
          "1000-10",
          "0001",
          "13:00:59.5",
          "a.B-9",
          "in progress",
          "urn:a b");

  private static final String LETTERS = "0123456789:.TZ+- \t\u00a0aé/";

  static Stream<String> types() {
    return SPECIFIED.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("types")
  void it_agrees_with_the_expression_on_what_is_nearly_right(String type) {
    var random = new Random(7);
    int right = 0;
    for (int round = 0; round < 40_000; round++) {
      var text = new StringBuilder(SOUND.get(random.nextInt(SOUND.size())));
      for (int change = random.nextInt(3); change > 0; change--) {
        int at = random.nextInt(text.length() + 1);
        char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, letter);
          case 1 -> text.delete(at, Math.min(at + 1, text.length()));
          default -> text.replace(Math.max(0, at - 1), at, String.valueOf(letter));
        }
      }
      boolean specified =
          SPECIFIED.get(type).matcher(text).matches() && (!DATES.contains(type) || hasDay(text));
      assertThat(Primitives.fits(type, text.toString()))
          .as("%s %s", type, text)
          .isEqualTo(specified);
      if (specified) right++;
    }
    assertThat(right).isGreaterThan(1_000);
  }

  /** Changed months may have fewer days: what begins as a date has to be one of the calendar. */
  private static boolean hasDay(CharSequence text) {
    if (!text.toString().matches("\\d{4}-\\d\\d-\\d\\d.*")) return true;
    try {
      java.time.LocalDate.parse(text.subSequence(0, 10));
      return true;
    } catch (java.time.DateTimeException e) {
      return text.length() > 10 && text.charAt(10) != 'T';
    }
  }
}
