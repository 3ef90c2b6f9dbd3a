package dev.anamnesis.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.patient.Patient;
import dev.anamnesis.domain.prescribing.Prescription;
import dev.anamnesis.domain.record.ResourceRecord;
import dev.anamnesis.domain.scheduling.Appointment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Folding gives back exactly what was stated, whatever that was. */
class FoldLawsTest {

  private static final List<String> NAMES =
      List.of(
          "active",
          "name",
          "gender",
          "birthDate",
          "_birthDate",
          "telecom",
          "deceasedBoolean",
          "deceasedDateTime",
          "link",
          "meta",
          "text",
          "status",
          "_status",
          "statusReason",
          "dosageInstruction",
          "medicationReference",
          "medicationCodeableConcept",
          "start",
          "end",
          "participant",
          "cancelationReason",
          "identifier",
          "extension",
          "unheardOf");
  private static final List<String> VALUES =
      List.of(
          "true",
          "false",
          "1.00",
          "1E2",
          "\"x\"",
          "\"a\\\"]}\\\\\"",
          "[1,[2,{\"a\":\"}\"}]]",
          "{\"a\":{\"b\":\"[\"}}",
          "\"2024-01-01\"",
          "[{\"status\":\"accepted\",\"actor\":{\"display\":\"y\"}}]");
  private static final List<String> STATUSES =
      List.of(
          "\"draft\"",
          "\"active\"",
          "\"on-hold\"",
          "\"stopped\"",
          "\"booked\"",
          "\"arrived\"",
          "\"cancelled\"",
          "\"entered-in-error\"");

  @Provide
  Arbitrary<Elements> documents() {
    var members = Arbitraries.maps(Arbitraries.of(NAMES), Arbitraries.of(VALUES)).ofMaxSize(9);
    return Combinators.combine(members, Arbitraries.of(STATUSES).injectNull(0.3))
        .as(
            (Map<String, String> map, String status) -> {
              var all = new TreeMap<>(map);
              if (status != null) all.put("status", status);
              return Elements.of(all);
            });
  }

  @Provide
  Arbitrary<List<ResourceCommand>> walks() {
    Arbitrary<ResourceCommand> state = documents().map(ResourceCommand.State::new);
    Arbitrary<ResourceCommand> remove = Arbitraries.just(new ResourceCommand.Remove());
    Arbitrary<ResourceCommand> load = documents().map(ResourceCommand.Load::new);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(4, state),
            net.jqwik.api.Tuple.of(1, load),
            net.jqwik.api.Tuple.of(1, remove))
        .list()
        .ofMaxSize(12);
  }

  private static <E extends Event> void holds(
      Decider<Existence, ResourceCommand, E> decider, List<ResourceCommand> walk) {
    Existence state = decider.initial();
    for (ResourceCommand command : walk) {
      if (!(decider.decide(state, command) instanceof Decision.Accepted<E>(var events))) continue;
      Existence before = state;
      for (E event : events) state = decider.evolve(state, event);
      switch (command) {
        case ResourceCommand.State(Elements stated) -> {
          assertThat(state).isEqualTo(new Existence.Present(stated));
          cutWhole(before.last().editTo(stated), events);
          assertThat(decider.decide(state, command)).isEqualTo(Decision.accepted(List.of()));
        }
        case ResourceCommand.Load(Elements stated) -> {
          assertThat(state).isEqualTo(new Existence.Present(stated));
          cutWhole(before.last().editTo(stated), events);
          assertThat(decider.decide(state, command)).isEqualTo(Decision.accepted(List.of()));
        }
        case ResourceCommand.Remove() -> {
          assertThat(state).isNotInstanceOf(Existence.Present.class);
          assertThat(state.last()).isEqualTo(before.last());
        }
      }
    }
  }

  /** Every member written or dropped belongs to exactly one fact. */
  private static void cutWhole(Edit edit, List<? extends Event> events) {
    var put = new HashSet<String>();
    var dropped = new TreeSet<String>();
    for (Event event : events) {
      event.edit().put().members().keySet().forEach(name -> assertThat(put.add(name)).isTrue());
      event.edit().dropped().forEach(name -> assertThat(dropped.add(name)).isTrue());
    }
    assertThat(put).isEqualTo(edit.put().members().keySet());
    assertThat(dropped).isEqualTo(edit.dropped());
  }

  @Property(tries = 300)
  void of_a_patient(@ForAll("walks") List<ResourceCommand> walk) {
    holds(Patient.DECIDER, walk);
  }

  @Property(tries = 300)
  void of_a_prescription(@ForAll("walks") List<ResourceCommand> walk) {
    holds(Prescription.DECIDER, walk);
  }

  @Property(tries = 300)
  void of_an_appointment(@ForAll("walks") List<ResourceCommand> walk) {
    holds(Appointment.DECIDER, walk);
  }

  @Property(tries = 300)
  void of_any_other_resource(@ForAll("walks") List<ResourceCommand> walk) {
    holds(ResourceRecord.DECIDER, walk);
  }

  @Property(tries = 300)
  void elements_are_what_their_json_says(@ForAll("documents") Elements elements) {
    assertThat(Elements.parse(elements.json())).isEqualTo(elements);
    assertThat(Elements.parse(elements.json()).json()).isEqualTo(elements.json());
  }

  @Property(tries = 300)
  void an_edit_leads_from_one_to_the_other(
      @ForAll("documents") Elements one, @ForAll("documents") Elements other) {
    assertThat(one.with(one.editTo(other))).isEqualTo(other);
    assertThat(one.editTo(one).isEmpty()).isTrue();
  }
}
