package dev.anamnesis.domain.scheduling;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Pointer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whom an appointment concerns, when, and whether it keeps them busy.
 *
 * @param actors as {@code Practitioner/x}, without those who declined
 * @param span empty while no time is set
 * @param taken nobody of them is to be booked again in that time
 * @param until the hold ends by itself then; empty where it is no hold
 */
public record Occupancy(
    SortedSet<String> actors, Optional<Span> span, boolean taken, Optional<Instant> until) {

  public static final Occupancy NONE =
      new Occupancy(Collections.emptySortedSet(), Optional.empty(), false, Optional.empty());

  public Occupancy {
    actors = Collections.unmodifiableSortedSet(new TreeSet<>(actors));
  }

  public static Occupancy of(Existence appointment) {
    return appointment instanceof Existence.Present(Elements elements) ? of(elements) : NONE;
  }

  public static Occupancy of(Elements appointment) {
    Optional<Instant> until =
        AppointmentStatus.of(appointment) == AppointmentStatus.PENDING
            ? hold(appointment)
            : Optional.empty();
    return new Occupancy(
        actors(appointment),
        span(appointment),
        takes(AppointmentStatus.of(appointment)) || until.isPresent(),
        until);
  }

  /** Booked, or there already; what is over or only asked for keeps nobody busy. */
  private static boolean takes(AppointmentStatus status) {
    return switch (status) {
      case BOOKED, ARRIVED, CHECKED_IN -> true;
      case PROPOSED, PENDING, WAITLIST, FULFILLED, CANCELLED, NOSHOW, ENTERED_IN_ERROR -> false;
    };
  }

  /** Until when a pending appointment holds its time. */
  public static Optional<Instant> hold(Elements appointment) {
    return Extensions.value(appointment, Extensions.HOLD, "valueInstant")
        .map(json -> json.substring(1, json.length() - 1))
        .flatMap(Span::instant);
  }

  private static Optional<Span> span(Elements appointment) {
    Optional<Instant> start = appointment.text("start").flatMap(Span::instant);
    Optional<Instant> end =
        appointment
            .text("end")
            .flatMap(Span::instant)
            .or(() -> start.flatMap(at -> minutes(appointment).map(at::plus)));
    return start.flatMap(from -> end.flatMap(to -> Span.between(from, to)));
  }

  private static Optional<Duration> minutes(Elements appointment) {
    return appointment
        .get("minutesDuration")
        .filter(number -> number.matches("[0-9]{1,7}"))
        .map(number -> Duration.ofMinutes(Long.parseLong(number)));
  }

  /** Whose calendar a Schedule is. */
  public static SortedSet<String> owners(Elements schedule) {
    var actors = new TreeSet<String>();
    for (String item : schedule.items("actor")) {
      Pointer.of(item).ifPresent(actors::add);
    }
    return actors;
  }

  private static SortedSet<String> actors(Elements appointment) {
    var actors = new TreeSet<String>();
    for (String item : appointment.items("participant")) {
      if (!item.startsWith("{")) continue;
      Elements participant = Elements.parse(item);
      if (participant.text("status").filter("declined"::equals).isPresent()) continue;
      Pointer.in(participant, "actor").ifPresent(actors::add);
    }
    return actors;
  }

  /** Those who become busy, or busy at another time, where they were not before. */
  public SortedSet<String> beyond(Occupancy before) {
    if (!taken || span.isEmpty()) return Collections.emptySortedSet();
    var more = new TreeSet<>(actors);
    boolean within =
        before.taken
            && before.until.isEmpty()
            && before.span.filter(earlier -> earlier.covers(span.get())).isPresent();
    if (within) more.removeAll(before.actors);
    return more;
  }
}
