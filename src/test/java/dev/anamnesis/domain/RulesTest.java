package dev.anamnesis.domain;

import static dev.anamnesis.domain.Spec.edit;
import static dev.anamnesis.domain.Spec.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.patient.Merge;
import dev.anamnesis.domain.prescribing.FourEyes;
import dev.anamnesis.domain.prescribing.Move;
import dev.anamnesis.domain.prescribing.Order;
import dev.anamnesis.domain.prescribing.Prescribable;
import dev.anamnesis.domain.prescribing.Prescription;
import dev.anamnesis.domain.prescribing.PrescriptionEvent;
import dev.anamnesis.domain.scheduling.Appointment;
import dev.anamnesis.domain.scheduling.AppointmentEvent;
import dev.anamnesis.domain.scheduling.Slots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules over more than one resource, by themselves. */
class RulesTest {

  private static final String BASE = "https://anamnesis.dev/fhir/StructureDefinition/";

  private static Existence is(String json) {
    return new Existence.Present(Elements.parse(json));
  }

  private static String booked(String more) {
    return "{\"status\":\"booked\",\"start\":\"2031-01-01T09:00:00Z\",\"minutesDuration\":30,\"participant\":[{\"actor\":{\"reference\":\"Practitioner/p\"},\"status\":\"accepted\"}]%s}"
        .formatted(more);
  }

  private static String reason(String words) {
    return ",\"extension\":[{\"url\":\""
        + BASE
        + "overbooking-reason\",\"valueString\":\""
        + words
        + "\"}]";
  }

  @Test
  void a_reason_to_overbook_is_a_fact_of_its_own_once() {
    String with = booked(reason("walk-in"));
    var appointment = Spec.of(Appointment.DECIDER);
    appointment
        .when(state(with))
        .then(
            new AppointmentEvent.AppointmentScheduled(edit(with)),
            new AppointmentEvent.OverbookingAccepted("walk-in", Edit.NONE));
    appointment
        .given(state(with))
        .when(state(booked(reason("walk-in") + ",\"comment\":\"c\"")))
        .then(new AppointmentEvent.AppointmentAnnotated(edit("{\"comment\":\"c\"}")));
  }

  @Test
  void an_import_is_a_fact_where_it_books_and_none_where_it_does_not() {
    var load = new ResourceCommand.Load(Elements.parse(booked("")));
    Spec.of(Appointment.DECIDER)
        .when(load)
        .then(
            new AppointmentEvent.AppointmentScheduled(edit(booked(""))),
            new AppointmentEvent.OverbookingAccepted("import", Edit.NONE));
    String proposed = booked("").replace("booked", "proposed");
    Spec.of(Appointment.DECIDER)
        .when(new ResourceCommand.Load(Elements.parse(proposed)))
        .then(new AppointmentEvent.AppointmentProposed(edit(proposed)));
    Spec.of(Prescription.DECIDER)
        .when(new ResourceCommand.Load(Elements.parse("{\"status\":\"active\"}")))
        .then(
            new PrescriptionEvent.Prescribed(edit("{\"status\":\"active\"}")),
            new PrescriptionEvent.RulesWaived("import", Edit.NONE));
    Spec.of(Prescription.DECIDER)
        .when(new ResourceCommand.Load(Elements.parse("{\"status\":\"stopped\"}")))
        .then(new PrescriptionEvent.Prescribed(edit("{\"status\":\"stopped\"}")));
  }

  private static Optional<String> asked(Existence before, String status) {
    return Prescribable.asked(
        before, is("{\"status\":\"" + status + "\",\"subject\":{\"reference\":\"Patient/x\"}}"));
  }

  @Test
  void the_patient_is_asked_when_something_to_be_followed_begins_and_not_when_it_ends() {
    var active = is("{\"status\":\"active\",\"subject\":{\"reference\":\"Patient/x\"}}");
    var draft = is("{\"status\":\"draft\",\"subject\":{\"reference\":\"Patient/x\"}}");
    assertThat(asked(new Existence.Absent(), "active")).contains("x");
    assertThat(asked(new Existence.Absent(), "draft")).contains("x");
    assertThat(asked(new Existence.Absent(), "completed")).isEmpty();
    assertThat(asked(draft, "active")).contains("x");
    assertThat(asked(draft, "cancelled")).isEmpty();
    assertThat(asked(active, "active")).isEmpty();
    assertThat(asked(active, "on-hold")).isEmpty();
    assertThat(asked(is("{\"status\":\"active\"}"), "active")).contains("x");
  }

  @Test
  void four_eyes_are_two_people() {
    String rx = "{\"status\":\"%s\",\"requester\":{\"reference\":\"Practitioner/a\"}%s}";
    String by =
        ",\"extension\":[{\"url\":\""
            + BASE
            + "approved-by\",\"valueReference\":{\"reference\":\"Practitioner/%s\"}}]";
    var draft = is(rx.formatted("draft", ""));
    assertThat(FourEyes.refusal(draft, is(rx.formatted("active", "")))).isPresent();
    assertThat(FourEyes.refusal(draft, is(rx.formatted("active", by.formatted("a"))))).isPresent();
    assertThat(FourEyes.refusal(draft, is(rx.formatted("active", by.formatted("b"))))).isEmpty();
    assertThat(FourEyes.refusal(draft, is(rx.formatted("cancelled", "")))).isEmpty();
    assertThat(FourEyes.refusal(new Existence.Absent(), is(rx.formatted("active", "")))).isEmpty();
  }

  @Test
  void every_operation_leads_where_the_status_table_allows() {
    for (Move move : Move.values()) {
      for (var from : dev.anamnesis.domain.prescribing.PrescriptionStatus.values()) {
        Elements before = Elements.parse("{\"status\":\"" + from.code() + "\"}");
        if (move.refusal(before).isPresent()) continue;
        Elements after = move.of(before, Optional.of("{\"text\":\"r\"}"));
        assertThat(from.next())
            .contains(dev.anamnesis.domain.prescribing.PrescriptionStatus.of(after));
        assertThat(after.get("statusReason")).contains("{\"text\":\"r\"}");
      }
    }
  }

  @Test
  void the_same_medication_is_a_shared_coding_or_the_same_reference() {
    String rx =
        "{\"status\":\"active\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"coding\":[{\"system\":\"s\",\"code\":\"1\"},{\"code\":\"2\"}]},\"subject\":{\"reference\":\"Patient/x\"}}";
    var order = Order.of(Elements.parse(rx));
    assertThat(order.medications()).containsExactly("s|1", "|2");
    assertThat(order.isNewlyActive(Order.NONE)).isTrue();
    assertThat(order.isNewlyActive(order)).isFalse();
    assertThat(Order.of(Elements.parse(rx.replace("\"order\"", "\"plan\""))).isActive()).isFalse();
  }

  @Test
  void slots_are_taken_given_up_and_used() {
    var before = is(booked(",\"slot\":[{\"reference\":\"Slot/1\"}]"));
    var moved = is(booked(",\"slot\":[{\"reference\":\"Slot/2\"}]"));
    var done = is(booked(",\"slot\":[{\"reference\":\"Slot/1\"}]").replace("booked", "fulfilled"));
    assertThat(Slots.changed(new Existence.Absent(), before)).isEqualTo(Map.of("1", "busy"));
    assertThat(Slots.changed(before, moved)).isEqualTo(Map.of("1", "free", "2", "busy"));
    assertThat(Slots.changed(before, before.removed())).isEqualTo(Map.of("1", "free"));
    assertThat(Slots.changed(before, done)).isEmpty();
  }

  @Test
  void merged_records_point_at_each_other_and_parted_ones_do_not() {
    Elements one = Elements.parse("{\"active\":true}");
    Elements two =
        Elements.parse(
            "{\"link\":[{\"other\":{\"reference\":\"Patient/z\"},\"type\":\"seealso\"}]}");
    Elements givenUp = Merge.givenUp(one, "two");
    Elements kept = Merge.kept(two, "one");
    assertThat(Merge.replacedBy(givenUp)).contains("two");
    assertThat(Merge.replaced(kept)).isEqualTo(List.of("one"));
    assertThat(Prescribable.refusal(new Existence.Present(givenUp)))
        .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo("subject-merged"));
    assertThat(Merge.back(givenUp, "two")).isEqualTo(one);
    assertThat(Merge.without(kept, "one")).isEqualTo(two);
    assertThat(Merge.refusal("a", one, "a", one)).isPresent();
    assertThat(Merge.refusal("a", givenUp, "b", two)).isPresent();
    assertThat(Merge.refusal("a", two, "b", givenUp)).isPresent();
    assertThat(Merge.refusal("a", one, "b", two)).isEmpty();
  }
}
