package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Prescriptions and appointments are moved by the name of what is done. */
class OperationsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LiveServer server = LiveServer.shared();
  private final String patient = UUID.randomUUID().toString();
  private final String doctor = UUID.randomUUID().toString();

  private static JsonNode ok(HttpResponse<String> response, int status) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }

  private static String code(HttpResponse<String> refused) throws Exception {
    return JSON.readTree(refused.body()).at("/issue/0/details/coding/0/code").asText();
  }

  private static String parameters(String... parameters) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}";
  }

  private String prescription(String status, String more) throws Exception {
    String body =
        "{\"resourceType\":\"MedicationRequest\",\"status\":\"%s\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/%s\"},\"medicationCodeableConcept\":{\"text\":\"m\"}%s}"
            .formatted(status, patient, more);
    return ok(server.post("/MedicationRequest", body), 201).path("id").asText();
  }

  private HttpResponse<String> act(String id, String operation, String... parameters) {
    return server.post(
        "/MedicationRequest/" + id + "/" + operation,
        parameters.length == 0 ? "" : parameters(parameters));
  }

  @Test
  void a_prescription_is_approved_held_resumed_and_stopped_and_each_is_a_version()
      throws Exception {
    String id = prescription("draft", "");
    var approved =
        act(
            id,
            "$approve",
            "{\"name\":\"approver\",\"valueReference\":{\"reference\":\"Practitioner/b\"}}");
    JsonNode body = ok(approved, 200);
    assertThat(body.path("status").asText()).isEqualTo("active");
    assertThat(body.at("/extension/0/valueReference/reference").asText())
        .isEqualTo("Practitioner/b");
    assertThat(approved.headers().firstValue("ETag")).contains("W/\"2\"");
    JsonNode held = ok(act(id, "$hold", "{\"name\":\"reason\",\"valueString\":\"surgery\"}"), 200);
    assertThat(held.path("status").asText() + held.at("/statusReason/text").asText())
        .isEqualTo("on-holdsurgery");
    JsonNode resumed = ok(act(id, "$resume"), 200);
    assertThat(resumed.path("status").asText()).isEqualTo("active");
    assertThat(resumed.has("statusReason")).isFalse();
    assertThat(ok(act(id, "$stop"), 200).path("status").asText()).isEqualTo("stopped");
    assertThat(ok(server.get("/MedicationRequest/" + id + "/_history"), 200).path("total").asInt())
        .isEqualTo(5);
  }

  @Test
  void what_cannot_be_done_now_is_refused_with_what_can() throws Exception {
    String id = prescription("active", "");
    var refused = act(id, "$approve");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(code(refused)).isEqualTo("prescription-operation");
    assertThat(JSON.readTree(refused.body()).at("/issue/0/diagnostics").asText())
        .isEqualTo(
            "$approve is not for a prescription that is active. Allowed now: $hold, $stop, $cancel, $complete.");
    ok(act(id, "$complete"), 200);
    assertThat(act(id, "$cancel").statusCode()).isEqualTo(422);
    assertThat(act("none", "$cancel").statusCode()).isEqualTo(404);
    var stale =
        server.send(
            "POST",
            "/MedicationRequest/" + prescription("active", "") + "/$stop",
            "",
            "If-Match",
            "W/\"9\"");
    assertThat(stale.statusCode()).isEqualTo(412);
  }

  @Test
  void renewals_are_one_therapy() throws Exception {
    String first = prescription("stopped", "");
    String prior = ",\"priorPrescription\":{\"reference\":\"MedicationRequest/%s\"}";
    String second = prescription("completed", prior.formatted(first));
    String other = prescription("active", "");
    String third = prescription("active", prior.formatted(second));
    JsonNode found = ok(server.get("/Patient/" + patient + "/$therapies"), 200).path("parameter");
    var therapies = new ArrayList<List<String>>();
    for (JsonNode therapy : found) {
      var steps = new ArrayList<String>();
      for (JsonNode part : therapy.path("part")) {
        steps.add(
            part.path("valueCode").asText()
                + part.at("/valueReference/reference").asText().replace("MedicationRequest/", ""));
      }
      therapies.add(steps);
    }
    assertThat(therapies)
        .containsExactly(List.of("active", first, second, third), List.of("active", other));
    assertThat(ok(server.get("/Patient/none/$therapies"), 200).has("parameter")).isFalse();
  }

  private String slot(String schedule, int hour) throws Exception {
    String body =
        "{\"resourceType\":\"Slot\",\"schedule\":{\"reference\":\"Schedule/%s\"},\"status\":\"free\",\"start\":\"2032-05-05T%02d:00:00Z\",\"end\":\"2032-05-05T%02d:30:00Z\"}"
            .formatted(schedule, hour, hour);
    return ok(server.post("/Slot", body), 201).path("id").asText();
  }

  private String schedule(String actor) throws Exception {
    String body =
        "{\"resourceType\":\"Schedule\",\"actor\":[{\"reference\":\"%s\"}]}".formatted(actor);
    return ok(server.post("/Schedule", body), 201).path("id").asText();
  }

  private List<String> found() throws Exception {
    String query = "/Appointment/$find?start=2032-05-05&end=2032-05-06&practitioner=Practitioner/";
    var ids = new ArrayList<String>();
    for (JsonNode entry : ok(server.get(query + doctor), 200).path("entry")) {
      ids.add(entry.at("/resource/id").asText());
    }
    return ids;
  }

  private static String reference(String id) {
    return "{\"name\":\"appointment-reference\",\"valueReference\":{\"reference\":\"Appointment/%s\"}}"
        .formatted(id);
  }

  private String status(String slot) throws Exception {
    return ok(server.get("/Slot/" + slot), 200).path("status").asText();
  }

  @Test
  void what_is_found_is_held_then_booked_then_moved_then_cancelled() throws Exception {
    String schedule = schedule("Practitioner/" + doctor);
    String nine = slot(schedule, 9);
    String ten = slot(schedule, 10);
    assertThat(found()).containsExactly("proposed." + nine, "proposed." + ten);
    JsonNode held =
        ok(server.post("/Appointment/$hold", parameters(reference("proposed." + nine))), 200)
            .at("/entry/0/resource");
    assertThat(held.path("status").asText()).isEqualTo("pending");
    assertThat(status(nine)).isEqualTo("busy-tentative");
    assertThat(found()).containsExactly("proposed." + ten);
    var late = server.post("/Appointment/$book", parameters(reference("proposed." + nine)));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(code(late)).isEqualTo("slot-taken");
    String id = held.path("id").asText();
    String who =
        "{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/%s\"}}"
            .formatted(patient);
    JsonNode booked =
        ok(server.post("/Appointment/$book", parameters(reference(id), who)), 200)
            .at("/entry/0/resource");
    assertThat(booked.path("status").asText()).isEqualTo("booked");
    assertThat(booked.has("extension")).isFalse();
    assertThat(booked.path("participant")).hasSize(2);
    assertThat(status(nine)).isEqualTo("busy");
    String other =
        "{\"name\":\"slot\",\"valueReference\":{\"reference\":\"Slot/%s\"}}".formatted(ten);
    JsonNode moved = ok(server.post("/Appointment/" + id + "/$reschedule", parameters(other)), 200);
    assertThat(moved.path("start").asText()).isEqualTo("2032-05-05T10:00:00Z");
    assertThat(status(nine) + " " + status(ten)).isEqualTo("free busy");
    String why = "{\"name\":\"reason\",\"valueCodeableConcept\":{\"text\":\"ill\"}}";
    JsonNode cancelled = ok(server.post("/Appointment/" + id + "/$cancel", parameters(why)), 200);
    assertThat(cancelled.at("/cancelationReason/text").asText()).isEqualTo("ill");
    assertThat(found()).containsExactly("proposed." + nine, "proposed." + ten);
  }

  @Test
  void several_schedules_are_booked_together_or_not_at_all() throws Exception {
    String doctors = slot(schedule("Practitioner/" + doctor), 9);
    String rooms = slot(schedule("Location/" + doctor), 9);
    String whole =
        "{\"name\":\"appointment-resource\",\"resource\":{\"resourceType\":\"Appointment\",\"status\":\"proposed\",\"slot\":[{\"reference\":\"Slot/%s\"},{\"reference\":\"Slot/%s\"}],\"participant\":[{\"actor\":{\"reference\":\"Patient/%s\"},\"status\":\"accepted\"}]}}"
            .formatted(doctors, rooms, patient);
    JsonNode booked =
        ok(server.post("/Appointment/$book", parameters(whole)), 200).at("/entry/0/resource");
    assertThat(booked.path("participant")).hasSize(3);
    assertThat(status(doctors) + " " + status(rooms)).isEqualTo("busy busy");
    String free = slot(schedule("Device/" + doctor), 9);
    var taken = server.post("/Appointment/$book", parameters(whole.replace(doctors, free)));
    assertThat(taken.statusCode()).isEqualTo(409);
    assertThat(status(free)).isEqualTo("free");
  }

  @Test
  void bad_parameters_are_told() throws Exception {
    assertThat(server.get("/Appointment/$find?start=never&end=2032-05-06").statusCode())
        .isEqualTo(400);
    assertThat(server.get("/Appointment/$find?end=2032-05-06").statusCode()).isEqualTo(400);
    assertThat(server.post("/Appointment/$book", parameters()).statusCode()).isEqualTo(400);
    assertThat(server.post("/Appointment/$book", "{").statusCode()).isEqualTo(400);
    assertThat(server.get("/Appointment/$book").statusCode()).isEqualTo(405);
    String ages = "{\"name\":\"until\",\"valueInstant\":\"2999-01-01T00:00:00Z\"}";
    assertThat(server.post("/Appointment/$hold", parameters(reference("x"), ages)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void two_records_of_one_person_are_merged_and_can_be_parted_again() throws Exception {
    String one =
        ok(server.post("/Patient", "{\"resourceType\":\"Patient\"}"), 201).path("id").asText();
    String two =
        ok(server.post("/Patient", "{\"resourceType\":\"Patient\"}"), 201).path("id").asText();
    String both =
        parameters(
            "{\"name\":\"source-patient\",\"valueReference\":{\"reference\":\"Patient/%s\"}}"
                .formatted(one),
            "{\"name\":\"target-patient\",\"valueReference\":{\"reference\":\"Patient/%s\"}}"
                .formatted(two));
    JsonNode kept = ok(server.post("/Patient/$merge", both, "Idempotency-Key", one), 200);
    assertThat(kept.at("/link/0/type").asText()).isEqualTo("replaces");
    JsonNode givenUp = ok(server.get("/Patient/" + one), 200);
    assertThat(givenUp.at("/link/0/type").asText() + givenUp.path("active"))
        .isEqualTo("replaced-byfalse");
    var again = server.post("/Patient/$merge", both);
    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(code(again)).isEqualTo("merge-again");
    assertThat(ok(server.post("/Patient/$merge", both, "Idempotency-Key", one), 200))
        .isEqualTo(kept);
    JsonNode back = ok(server.post("/Patient/" + one + "/$unmerge", ""), 200);
    assertThat(back.has("link")).isFalse();
    assertThat(back.path("active").asBoolean()).isTrue();
    assertThat(ok(server.get("/Patient/" + two), 200).has("link")).isFalse();
    assertThat(server.post("/Patient/" + one + "/$unmerge", "").statusCode()).isEqualTo(422);
  }

  @Test
  void a_hold_that_nobody_books_ends_by_itself() throws Exception {
    String nine = slot(schedule("Practitioner/" + doctor), 9);
    String soon =
        "{\"name\":\"until\",\"valueInstant\":\"%s\"}"
            .formatted(java.time.Instant.now().plusSeconds(2));
    String id =
        ok(server.post("/Appointment/$hold", parameters(reference("proposed." + nine), soon)), 200)
            .at("/entry/0/resource/id")
            .asText();
    assertThat(status(nine)).isEqualTo("busy-tentative");
    long limit = System.nanoTime() + 30_000_000_000L;
    while (!status(nine).equals("free") && System.nanoTime() < limit) Thread.onSpinWait();
    JsonNode ended = ok(server.get("/Appointment/" + id), 200);
    assertThat(ended.path("status").asText() + ended.at("/meta/versionId").asText())
        .isEqualTo("cancelled2");
    assertThat(found()).containsExactly("proposed." + nine);
  }
}
