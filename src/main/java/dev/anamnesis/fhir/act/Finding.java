package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.projection.FreeSlots;
import dev.anamnesis.projection.FreeSlots.Free;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code Appointment/$find} (IHE ITI Scheduling, ITI-115): what can be booked. */
final class Finding {

  private static final int MOST = 200;
  private static final List<String> ACTORS = List.of("practitioner", "location", "device", "actor");

  private final FreeSlots slots;
  private final InstantSource clock;

  Finding(FreeSlots slots, InstantSource clock) {
    this.slots = slots;
    this.clock = clock;
  }

  /** A searchset of proposed appointments, soonest first. */
  Answer find(Given given) {
    Instant now = clock.instant();
    Instant start = given.instant("start").orElseThrow(() -> Given.bad("start", "is needed"));
    Instant end = given.instant("end").orElseThrow(() -> Given.bad("end", "is needed"));
    Span within =
        Span.between(start.isBefore(now) ? now : start, end)
            .orElseThrow(() -> Given.bad("end", "must be after start and after now"));
    Set<String> actors = new TreeSet<>();
    for (String name : ACTORS) actors.addAll(given.references(name));
    List<Free> found =
        slots.find(actors, within, now, MOST).stream()
            .filter(free -> Proposal.fits(free.slot()))
            .toList();
    String entries =
        found.stream()
            .map(
                free ->
                    "{\"resource\":" + Proposal.json(free) + ",\"search\":{\"mode\":\"match\"}}")
            .collect(Collectors.joining(","));
    return Answer.ok(
        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":"
            + found.size()
            + (found.isEmpty() ? "" : ",\"entry\":[" + entries + "]")
            + "}");
  }
}
