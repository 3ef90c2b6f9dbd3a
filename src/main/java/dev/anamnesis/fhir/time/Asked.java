package dev.anamnesis.fhir.time;

import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.Periods;
import dev.anamnesis.projection.search.AsOf;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters of an operation. What is not understood is refused. */
public final class Asked {

  private static final Set<String> ALWAYS = Set.of("_format", "_pretty", "_summary", "_elements");

  private Asked() {}

  public static void only(Ask ask, String... known) {
    for (String name : ask.parameters().keySet()) {
      if (ALWAYS.contains(name) || Arrays.asList(known).contains(name)) continue;
      throw Outcomes.invalid(
          "unknown-parameter",
          known.length == 0
              ? "The operation takes _format and _pretty alone."
              : "The operation takes " + String.join(", ", known) + " and _format, _pretty.");
    }
  }

  static Optional<Integer> number(Ask ask, String name, int least) {
    return ask.one(name)
        .map(
            text -> {
              if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
                throw Outcomes.invalid(
                    "bad-parameter", "%s takes a whole number from %d.".formatted(name, least));
              }
              return Integer.valueOf(text);
            });
  }

  /** A date without a time means its beginning, in UTC where no zone is told. */
  static Optional<Instant> instant(Ask ask, String name) {
    return ask.one(name).map(text -> Periods.of(name, text).from());
  }

  /** As searches read it: of a date with less precision its end. */
  static Optional<Instant> asOf(Ask ask, String name) {
    return ask.one(name)
        .map(
            text ->
                AsOf.instant(text)
                    .orElseThrow(
                        () ->
                            Outcomes.invalid(
                                "bad-parameter",
                                name + " takes an instant, such as 2026-01-31T08:00:00.000Z.")));
  }

  static boolean flag(Ask ask, String name) {
    return ask.one(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw Outcomes.invalid("bad-parameter", name + " takes true or false.");
                })
        .orElse(false);
  }
}
