package dev.anamnesis.eventstore;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;

/** The log's instants: whole microseconds. */
public final class Instants {

  private static final DateTimeFormatter TEXT =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private Instants() {}

  /** As a FHIR instant, always with six digits, so that texts sort as the instants do. */
  public static String text(Instant instant) {
    return TEXT.format(instant);
  }

  public static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  public static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Now, or just after the last one where the clock has not moved on. */
  static Instant after(Instant last, Instant now) {
    Instant whole = now.truncatedTo(ChronoUnit.MICROS);
    return whole.isAfter(last) ? whole : last.plus(1, ChronoUnit.MICROS);
  }
}
