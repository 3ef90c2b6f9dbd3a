package dev.anamnesis.projection;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.scheduling.Extensions;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.eventstore.Past;
import dev.anamnesis.projection.Together.Allowed;
import dev.anamnesis.projection.Together.Taken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** As the resources had it at an instant. */
record BookedThen(Past past) implements Booked {

  /** One that began longer before is not looked at. */
  private static final Duration LONGEST = Duration.ofDays(366);

  @Override
  public List<Taken> taken(Handle handle, Set<String> actors, Span span, Instant now) {
    var criteria =
        Map.of(
            "actor",
            List.of(String.join(",", actors)),
            "date",
            List.of(
                "ge" + span.start().minus(LONGEST).truncatedTo(ChronoUnit.SECONDS),
                "le" + span.end().truncatedTo(ChronoUnit.SECONDS)));
    var taken = new ArrayList<Taken>();
    for (Elements appointment : past.find("Appointment", criteria)) {
      var of = Occupancy.of(appointment);
      boolean over = of.until().filter(until -> !until.isAfter(now)).isPresent();
      if (!of.taken() || over || of.span().filter(span::overlaps).isEmpty()) continue;
      for (String actor : of.actors()) {
        if (actors.contains(actor)) taken.add(new Taken(actor, id(appointment), of.span().get()));
      }
    }
    taken.sort(
        Comparator.comparing((Taken t) -> t.span().start()).thenComparing(Taken::appointment));
    return taken;
  }

  private static String id(Elements resource) {
    return resource.text("id").orElseThrow();
  }

  @Override
  public List<Allowed> allowed(Handle handle, Set<String> actors, Set<String> but) {
    var allowed = new ArrayList<Allowed>();
    var criteria = Map.of("actor", List.of(String.join(",", actors)));
    for (Elements schedule : past.find("Schedule", criteria)) {
      if (but.contains(id(schedule))) continue;
      for (String actor : Occupancy.owners(schedule)) {
        if (actors.contains(actor)) {
          allowed.add(new Allowed(actor, Extensions.capacity(schedule)));
        }
      }
    }
    return allowed;
  }
}
