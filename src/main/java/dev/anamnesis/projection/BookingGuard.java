package dev.anamnesis.projection;

import dev.anamnesis.domain.Refusal;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.projection.Together.Allowed;
import dev.anamnesis.projection.Together.Taken;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Nobody of these is booked, in this time and from now on, as often as may be. */
record BookingGuard(Set<String> actors, Span span, Together together, InstantSource clock)
    implements Guard {

  private static final int MOST = 10_000;

  @Override
  public boolean concerns(Commit commit) {
    return switch (commit.stream().type()) {
      case "Appointment" ->
          isNear(Occupancy.of(commit.before())) || isNear(Occupancy.of(commit.after()));
      case "Schedule" -> true;
      default -> false;
    };
  }

  private boolean isNear(Occupancy other) {
    return other.taken()
        && other.span().filter(span::overlaps).isPresent()
        && other.actors().stream().anyMatch(actors::contains);
  }

  @Override
  public boolean holds(Handle transaction) {
    return conflict(transaction).isEmpty();
  }

  @Override
  public Optional<Refusal> refusal(Handle transaction) {
    return conflict(transaction)
        .map(
            taken ->
                Refusal.conflict(
                    "double-booking",
                    "A %s who takes part is booked already in this time: choose another time, or say in an overbooking-reason extension why it shall be so."
                        .formatted(taken.actor().substring(0, taken.actor().indexOf('/'))),
                    "Appointment.participant",
                    "Appointment/" + taken.appointment()));
  }

  private Optional<Taken> conflict(Handle transaction) {
    Instant now = clock.instant();
    Optional<Span> judged = Span.between(now, Instant.MAX).flatMap(span::shared);
    if (judged.isEmpty()) return Optional.empty();
    var taken = booked(transaction, judged.get(), now);
    for (Taken other : together.taken()) {
      if (other.span().overlaps(judged.get()) && actors.contains(other.actor())) taken.add(other);
    }
    if (taken.isEmpty()) return Optional.empty();
    Map<String, Integer> capacities = capacities(transaction);
    for (String actor : new TreeSet<>(actors)) {
      var own = taken.stream().filter(each -> each.actor().equals(actor)).toList();
      if (most(own, judged.get()) >= capacities.getOrDefault(actor, 1)) {
        return Optional.of(own.getFirst());
      }
    }
    return Optional.empty();
  }

  /** How many of them are at one time, at most: that time starts with one of them. */
  private static int most(List<Taken> taken, Span within) {
    int most = 0;
    for (Taken each : taken) {
      Optional<Span> shared = each.span().shared(within);
      if (shared.isEmpty()) continue;
      Instant start = shared.get().start();
      Span moment = new Span(start, start.plusNanos(1));
      most = Math.max(most, (int) taken.stream().filter(t -> t.span().overlaps(moment)).count());
    }
    return most;
  }

  /** Those of up to a day are found by their start, the few longer ones by their end. */
  private List<Taken> booked(Handle transaction, Span judged, Instant now) {
    return new ArrayList<>(
        transaction
            .createQuery(
                """
                select actor, appointment, starts, ends
                from read.bookings
                where actor = any(:actors)
                  and starts >= :dayBefore
                  and starts < :end
                  and ends > :start
                  and ends - starts <= interval '24 hours'
                  and taken
                  and (until is null or until > :now)
                union all
                select actor, appointment, starts, ends
                from read.bookings
                where actor = any(:actors)
                  and starts < :end
                  and ends > :start
                  and ends - starts > interval '24 hours'
                  and taken
                  and (until is null or until > :now)
                order by 3, 2
                limit :most
                """)
            .bind("actors", actors.toArray(String[]::new))
            .bind("dayBefore", time(judged.start().minusSeconds(86_400)))
            .bind("start", time(judged.start()))
            .bind("end", time(judged.end()))
            .bind("now", time(now))
            .bind("most", MOST)
            .map(
                (row, context) ->
                    new Taken(
                        row.getString("actor"),
                        row.getString("appointment"),
                        new Span(
                            row.getObject("starts", OffsetDateTime.class).toInstant(),
                            row.getObject("ends", OffsetDateTime.class).toInstant())))
            .filter(taken -> !together.appointments().contains(taken.appointment()))
            .list());
  }

  private static OffsetDateTime time(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private Map<String, Integer> capacities(Handle transaction) {
    var capacities = new HashMap<String, Integer>();
    transaction
        .createQuery(
            """
            select actor, max(capacity) as capacity
            from read.calendars
            where actor = any(:actors)
              and not schedule = any(:own)
            group by actor
            """)
        .bind("actors", actors.toArray(String[]::new))
        .bind("own", together.schedules().toArray(String[]::new))
        .map((row, context) -> new Allowed(row.getString("actor"), row.getInt("capacity")))
        .forEach(allowed -> capacities.put(allowed.actor(), allowed.capacity()));
    for (Allowed allowed : together.capacities()) {
      capacities.merge(allowed.actor(), allowed.capacity(), Math::max);
    }
    return capacities;
  }
}
