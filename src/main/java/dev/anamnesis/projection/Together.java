package dev.anamnesis.projection;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.scheduling.Extensions;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.eventstore.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is written together with an appointment, which no table holds yet.
 *
 * @param appointments ids of all that the group writes: what the tables say of them is past
 * @param schedules the same
 * @param taken what others of the group take
 * @param capacities what schedules of the group allow
 */
record Together(
    Set<String> appointments, Set<String> schedules, List<Taken> taken, List<Allowed> capacities) {

  /** A time in which an actor is busy, by an appointment's id. */
  record Taken(String actor, String appointment, Span span) {}

  /** How many an actor's schedule takes at one time. */
  record Allowed(String actor, int capacity) {}

  static Together of(Commit commit, List<Commit> group) {
    var appointments = new TreeSet<String>();
    var schedules = new TreeSet<String>();
    var taken = new ArrayList<Taken>();
    var capacities = new ArrayList<Allowed>();
    boolean earlier = true;
    for (Commit each : group) {
      String id = each.stream().id();
      if (each == commit) earlier = false;
      switch (each.stream().type()) {
        case "Appointment" -> {
          appointments.add(id);
          if (each != commit) taken(each, earlier, taken);
        }
        case "Schedule" -> {
          schedules.add(id);
          if (each.after() instanceof Existence.Present(var schedule)) {
            int capacity = Extensions.capacity(schedule);
            for (String actor : Occupancy.owners(schedule)) {
              capacities.add(new Allowed(actor, capacity));
            }
          }
        }
        default -> {}
      }
    }
    return new Together(appointments, schedules, taken, capacities);
  }

  /** A later one that is judged itself does not stand in the way of an earlier one. */
  private static void taken(Commit other, boolean earlier, List<Taken> taken) {
    var after = Occupancy.of(other.after());
    if (!after.taken() || after.span().isEmpty()) return;
    var actors = new TreeSet<>(after.actors());
    if (!earlier) actors.removeAll(after.beyond(Occupancy.of(other.before())));
    for (String actor : actors) {
      taken.add(new Taken(actor, other.stream().id(), after.span().get()));
    }
  }
}
