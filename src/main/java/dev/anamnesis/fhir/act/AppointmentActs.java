package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Pointer;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.domain.scheduling.AppointmentStatus;
import dev.anamnesis.domain.scheduling.Extensions;
import dev.anamnesis.domain.scheduling.Slots;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.ledger.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code Appointment/$hold}, {@code $book}, {@code $cancel} and {@code $reschedule}. */
final class AppointmentActs {

  private static final Duration HOLD = Duration.ofMinutes(10);
  private static final Duration LONGEST_HOLD = Duration.ofDays(7);

  private final Acts acts;
  private final Supplier<String> ids;
  private final InstantSource clock;

  AppointmentActs(Acts acts, Supplier<String> ids, InstantSource clock) {
    this.acts = acts;
    this.ids = ids;
    this.clock = clock;
  }

  /** An appointment as it shall be, and what of it is recorded. */
  private record Draft(Optional<Acts.Seen> seen, Elements elements) {
    Set<String> own() {
      return seen.map(Acts.Seen::elements)
          .filter(elements -> dev.anamnesis.domain.scheduling.Occupancy.of(elements).taken())
          .map(Slots::of)
          .orElse(Set.of());
    }
  }

  Answer cancel(StreamId stream, Given given, Ask ask) {
    Optional<String> reason = given.concept("reason");
    return acts.carryOut(
        () -> {
          Acts.Seen seen = acts.see(stream);
          var members = new TreeMap<>(seen.elements().members());
          members.put("status", "\"cancelled\"");
          reason.ifPresent(json -> members.put("cancelationReason", json));
          return List.of(seen.to(Elements.of(members), ask));
        },
        ask);
  }

  Answer reschedule(StreamId stream, Given given, Ask ask) {
    Set<String> slots = slots(given);
    Optional<Instant> start = given.instant("start");
    Optional<Instant> end = given.instant("end");
    return acts.carryOut(
        () -> {
          Acts.Seen seen = acts.see(stream);
          Acts.refuse(overAndDone(seen.elements()));
          // A reason was given for the time it had, not for any time to come.
          Elements unexcused = Extended.without(seen.elements(), Extensions.OVERBOOKING);
          var draft = new Draft(Optional.of(seen), overbooked(unexcused, given));
          var taken = new SlotsTaken(acts, slots, draft.own(), "busy");
          Span span =
              start
                  .flatMap(from -> end.flatMap(to -> Span.between(from, to)))
                  .or(taken::span)
                  .orElseThrow(
                      () -> Given.bad("start", "and end, or slot, say when it shall be instead"));
          Elements next = slotted(Proposal.at(draft.elements(), span), slots);
          return taken.with(seen.to(Proposal.joined(next, taken.actors()), ask));
        },
        ask);
  }

  private static Optional<Refusal> overAndDone(Elements appointment) {
    var status = AppointmentStatus.of(appointment);
    boolean over =
        switch (status) {
          case FULFILLED, CANCELLED, NOSHOW, ENTERED_IN_ERROR, ARRIVED, CHECKED_IN -> true;
          case PROPOSED, PENDING, BOOKED, WAITLIST -> false;
        };
    return over
        ? Optional.of(
            new Refusal(
                "appointment-operation",
                "$reschedule is not for an appointment that is %s.".formatted(status.code()),
                "Appointment.status",
                List.of("a new appointment")))
        : Optional.empty();
  }

  Answer hold(Optional<StreamId> instance, Given given, Ask ask) {
    Instant now = clock.instant();
    Instant until = given.instant("until").orElse(now.plus(HOLD));
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_HOLD))) {
      throw Given.bad("until", "takes an instant within the next seven days");
    }
    return acts.carryOut(
        () -> {
          Draft draft = draft(instance, given);
          Elements held =
              Extended.with(
                  status(draft.elements(), "pending"),
                  Extensions.HOLD,
                  "valueInstant",
                  '"' + Proposal.text(until) + '"');
          return take(draft, held, "busy-tentative", given, ask);
        },
        ask);
  }

  Answer book(Optional<StreamId> instance, Given given, Ask ask) {
    return acts.carryOut(
        () -> {
          Draft draft = draft(instance, given);
          Elements booked = Extended.without(status(draft.elements(), "booked"), Extensions.HOLD);
          return take(draft, booked, "busy", given, ask);
        },
        ask);
  }

  private List<Write> take(Draft draft, Elements wanted, String slotStatus, Given given, Ask ask) {
    var taken = new SlotsTaken(acts, Slots.of(wanted), draft.own(), slotStatus);
    Elements joined = Proposal.joined(overbooked(wanted, given), taken.actors());
    Elements timed =
        joined.has("start") ? joined : taken.span().map(s -> Proposal.at(joined, s)).orElse(joined);
    var members = new TreeMap<>(timed.members());
    given.string("comment").ifPresent(json -> members.put("comment", json));
    Elements whole = joinedPatients(Elements.of(members), given);
    Write write =
        draft.seen().map(seen -> seen.to(whole, ask)).orElseGet(() -> created(whole, ask));
    return taken.with(write);
  }

  private Write created(Elements whole, Ask ask) {
    var stream = new StreamId("Appointment", ids.get());
    return Acts.write(stream, whole, new Expected.Version(0), ask);
  }

  private static Elements joinedPatients(Elements appointment, Given given) {
    return Proposal.joined(appointment, given.references("patient"));
  }

  /** What is named, proposed by a slot, or given whole. */
  private Draft draft(Optional<StreamId> instance, Given given) {
    Optional<String> id =
        instance
            .map(StreamId::id)
            .or(
                () ->
                    given
                        .reference("appointment-reference")
                        .map(
                            name ->
                                Pointer.id(name, "Appointment")
                                    .orElseThrow(
                                        () ->
                                            Given.bad(
                                                "appointment-reference",
                                                "takes a reference to an Appointment"))));
    if (id.isPresent()) return named(id.get());
    Elements resource =
        given
            .resource("appointment-resource")
            .orElseThrow(
                () -> Given.bad("appointment-reference", "or appointment-resource is needed"));
    Optional<Acts.Seen> seen =
        resource.text("id").map(own -> acts.see(new StreamId("Appointment", own)));
    return new Draft(seen, resource.without(Set.of("resourceType", "id", "meta")));
  }

  private Draft named(String id) {
    Optional<Acts.Seen> seen = acts.find(new StreamId("Appointment", id));
    if (seen.isPresent()) return new Draft(seen, seen.get().elements());
    String slot =
        Proposal.slot(id).orElseThrow(() -> Outcomes.notFound("There is no such Appointment."));
    var offered = acts.see(new StreamId("Slot", slot));
    Span span =
        Slots.span(offered.elements())
            .orElseThrow(() -> Outcomes.notFound("The slot has no time."));
    return new Draft(Optional.empty(), Proposal.of(List.of(slot), span, List.of()));
  }

  private static Elements status(Elements appointment, String status) {
    var members = new TreeMap<>(appointment.members());
    members.put("status", '"' + status + '"');
    return Elements.of(members);
  }

  private static Elements overbooked(Elements appointment, Given given) {
    return given
        .string("overbooking-reason")
        .map(json -> Extended.with(appointment, Extensions.OVERBOOKING, "valueString", json))
        .orElse(appointment);
  }

  private static Elements slotted(Elements appointment, Set<String> slots) {
    var members = new TreeMap<>(appointment.members());
    members.remove("slot");
    if (!slots.isEmpty()) {
      var items = slots.stream().map(slot -> "{\"reference\":\"Slot/" + slot + "\"}").toList();
      members.put("slot", "[" + String.join(",", items) + "]");
    }
    return Elements.of(members);
  }

  private static Set<String> slots(Given given) {
    var slots = new TreeSet<String>();
    for (String name : given.references("slot")) {
      slots.add(Pointer.id(name, "Slot").orElseThrow(() -> Given.bad("slot", "takes Slots only")));
    }
    return slots;
  }
}
