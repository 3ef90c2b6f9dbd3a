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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Nobody of these is booked, in this time and from now on, as often as may be. */
record BookingGuard(
    Set<String> actors, Span span, Together together, Booked booked, InstantSource clock)
    implements Guard {

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
    var taken = new ArrayList<>(booked.taken(transaction, actors, judged.get(), now));
    taken.removeIf(each -> together.appointments().contains(each.appointment()));
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

  private Map<String, Integer> capacities(Handle transaction) {
    var capacities = new HashMap<String, Integer>();
    for (Allowed allowed : booked.allowed(transaction, actors, together.schedules())) {
      capacities.merge(allowed.actor(), allowed.capacity(), Math::max);
    }
    for (Allowed allowed : together.capacities()) {
      capacities.merge(allowed.actor(), allowed.capacity(), Math::max);
    }
    return capacities;
  }
}
