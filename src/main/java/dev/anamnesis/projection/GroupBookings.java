package dev.anamnesis.projection;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.scheduling.Extensions;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.projection.Together.Allowed;
import dev.anamnesis.projection.Together.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The appointments and schedules of a group, read once. */
final class GroupBookings {

  /**
   * An appointment of the group.
   *
   * @param more whom it takes that it did not take before
   */
  record Want(int index, Commit commit, Occupancy after, SortedSet<String> more) {}

  private record Other(Want by, Taken taken) {}

  private final List<Want> wants = new ArrayList<>();
  private final Map<String, List<Other>> byActor = new HashMap<>();
  private final Set<String> appointments = new TreeSet<>();
  private final Set<String> schedules = new TreeSet<>();
  private final List<Allowed> capacities = new ArrayList<>();

  GroupBookings(List<Commit> group) {
    for (int index = 0; index < group.size(); index++) {
      Commit commit = group.get(index);
      switch (commit.stream().type()) {
        case "Appointment" -> appointment(index, commit);
        case "Schedule" -> schedule(commit);
        default -> {}
      }
    }
  }

  private void appointment(int index, Commit commit) {
    appointments.add(commit.stream().id());
    var after = Occupancy.of(commit.after());
    var want = new Want(index, commit, after, after.beyond(Occupancy.of(commit.before())));
    wants.add(want);
    if (!after.taken() || after.span().isEmpty()) return;
    for (String actor : after.actors()) {
      var taken = new Taken(actor, commit.stream().id(), after.span().get());
      byActor.computeIfAbsent(actor, a -> new ArrayList<>()).add(new Other(want, taken));
    }
  }

  private void schedule(Commit commit) {
    schedules.add(commit.stream().id());
    if (!(commit.after() instanceof Existence.Present(var schedule))) return;
    int capacity = Extensions.capacity(schedule);
    for (String actor : Occupancy.owners(schedule)) capacities.add(new Allowed(actor, capacity));
  }

  List<Want> wants() {
    return wants;
  }

  /** A later one that is judged itself does not stand in the way of an earlier one. */
  Together beside(Want want, Set<String> actors) {
    var taken = new ArrayList<Taken>();
    for (String actor : actors) {
      for (Other other : byActor.getOrDefault(actor, List.of())) {
        boolean stands =
            other.by().index() < want.index()
                || other.by().index() > want.index() && !other.by().more().contains(actor);
        if (stands) taken.add(other.taken());
      }
    }
    return new Together(appointments, schedules, taken, capacities);
  }
}
