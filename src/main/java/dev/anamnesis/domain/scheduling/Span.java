package dev.anamnesis.domain.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Time from a start to an end that is not part of it; the end is the later. */
public record Span(Instant start, Instant end) {

  private static final Pattern DIGITS = Pattern.compile("(\\.[0-9]{9})[0-9]+");

  public Span {
    if (!end.isAfter(start)) throw new IllegalArgumentException("a span ends after it starts");
  }

  /** Empty where there is no time between them. */
  public static Optional<Span> between(Instant start, Instant end) {
    return end.isAfter(start) ? Optional.of(new Span(start, end)) : Optional.empty();
  }

  /** A FHIR instant, a leap second and any number of digits included; empty where it is none. */
  public static Optional<Instant> instant(String text) {
    String fine = DIGITS.matcher(text).replaceFirst("$1");
    boolean leap = fine.startsWith(":60", 16);
    String plain = leap ? fine.substring(0, 16) + ":59" + fine.substring(19) : fine;
    try {
      return Optional.of(OffsetDateTime.parse(plain).toInstant().plusSeconds(leap ? 1 : 0));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  public boolean overlaps(Span other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }

  public boolean covers(Span other) {
    return !start.isAfter(other.start) && !end.isBefore(other.end);
  }

  /** What both cover. */
  public Optional<Span> shared(Span other) {
    return between(
        start.isAfter(other.start) ? start : other.start,
        end.isBefore(other.end) ? end : other.end);
  }

  public Duration length() {
    return Duration.between(start, end);
  }
}
