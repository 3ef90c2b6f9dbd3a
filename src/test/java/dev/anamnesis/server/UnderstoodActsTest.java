package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The operations of prescribing and scheduling do what they are asked, or say that they do not. */
class UnderstoodActsTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = "u" + UUID.randomUUID().toString().substring(0, 8);

  private void refused(String path, String parameter) {
    var answer =
        server.post(
            path, "{\"resourceType\":\"Parameters\",\"parameter\":[%s]}".formatted(parameter));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("unknown-parameter");
  }

  @Test
  void what_an_operation_does_not_know_is_refused_before_anything_is_done() {
    String other = "{\"name\":\"preview\",\"valueBoolean\":true}";
    refused("/Patient/$merge", other);
    refused("/Appointment/$book", other);
    refused("/Appointment/$hold", other);
    refused("/Appointment/" + id + "/$cancel", other);
    refused("/Appointment/" + id + "/$reschedule", other);
    refused("/MedicationRequest/" + id + "/$approve", other);
    refused("/MedicationRequest/" + id + "/$stop", other);
    var wide = server.get("/Appointment/$find?start=2090-01-01&end=2090-01-02&schedule=Schedule/x");
    assertThat(wide.statusCode()).isEqualTo(400);
    assertThat(wide.body()).contains("unknown-parameter", "practitioner");
  }

  @Test
  void a_booking_is_answered_whole_whatever_is_preferred() {
    String appointment =
        "{\"name\":\"appointment-resource\",\"resource\":{\"resourceType\":\"Appointment\",\"status\":\"proposed\",\"start\":\"2090-01-01T09:00:00Z\",\"end\":\"2090-01-01T09:30:00Z\",\"participant\":[{\"actor\":{\"reference\":\"Practitioner/%s\"},\"status\":\"accepted\"}]}}"
            .formatted(id);
    for (String prefer : new String[] {"minimal", "OperationOutcome"}) {
      var booked =
          server.post(
              "/Appointment/$" + (prefer.equals("minimal") ? "hold" : "book"),
              "{\"resourceType\":\"Parameters\",\"parameter\":[%s]}"
                  .formatted(appointment.replace(id, id + prefer.charAt(0))),
              "Prefer",
              "return=" + prefer);
      assertThat(booked.statusCode()).as(booked.body()).isEqualTo(200);
      assertThat(booked.body()).contains("\"resource\":{\"resourceType\":\"Appointment\"");
    }
  }

  private void put(String resource) {
    var answer = server.put("/" + resource.substring(0, resource.indexOf(' ')), body(resource));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static String body(String resource) {
    String path = resource.substring(0, resource.indexOf(' '));
    int slash = path.indexOf('/');
    return "{\"resourceType\":\"%s\",\"id\":\"%s\",%s}"
        .formatted(
            path.substring(0, slash),
            path.substring(slash + 1),
            resource.substring(resource.indexOf(' ') + 1).replace('\'', '"'));
  }

  private String booked(String id, String from, String to) {
    return "Appointment/%s 'status':'booked','start':'2090-02-01T%s:00Z','end':'2090-02-01T%s:00Z','participant':[{'actor':{'reference':'Device/%s'},'status':'accepted'}]"
        .formatted(id, from, to, this.id);
  }

  @Test
  void a_reason_in_the_url_is_kept_as_one_in_the_body_is() {
    put(
        "MedicationRequest/%s 'status':'active','intent':'order','medicationCodeableConcept':{'text':'m'},'subject':{'reference':'Patient/%s'}"
            .formatted(id, id));
    put(booked(id, "09:00", "09:30"));
    assertThat(server.post("/MedicationRequest/" + id + "/$hold?reason=fever", "").body())
        .contains("\"statusReason\":{\"text\":\"fever\"}");
    assertThat(
            server.post("/Appointment/" + id + "/$cancel?reason=sick&reason=away", "").statusCode())
        .isEqualTo(400);
    assertThat(server.post("/Appointment/" + id + "/$cancel?reason=sick", "").body())
        .contains("\"cancelationReason\":{\"text\":\"sick\"}");
  }

  @Test
  void a_reason_to_overbook_is_for_the_time_it_was_given_for() {
    String second = id + "b";
    String moved =
        "/Appointment/%s/$reschedule?start=2090-02-01T09:15:00Z&end=2090-02-01T09:45:00Z"
            .formatted(second);
    put(booked(id, "09:00", "09:30"));
    put(
        booked(second, "09:00", "09:30")
            + ",'extension':[{'url':'%s','valueString':'urgent'}]"
                .formatted(BookingTest.OVERBOOKING));
    assertThat(server.post(moved, "").statusCode()).isEqualTo(409);
    var answer = server.post(moved + "&overbooking-reason=late", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"valueString\":\"late\"").doesNotContain("urgent");
  }

  @Test
  void a_schedule_that_takes_several_is_found_until_it_is_full() {
    put(
        "Schedule/%s 'actor':[{'reference':'Device/%s'}],'extension':[{'url':'https://anamnesis.dev/fhir/StructureDefinition/capacity','valuePositiveInt':2}]"
            .formatted(id, id));
    put(
        "Slot/%s 'schedule':{'reference':'Schedule/%s'},'status':'free','start':'2090-02-01T09:00:00Z','end':'2090-02-01T10:00:00Z'"
            .formatted(id, id));
    String find = "/Appointment/$find?start=2090-02-01&end=2090-02-02&device=Device/" + id;
    put(booked(id + "a", "09:00", "09:30"));
    put(booked(id + "b", "09:30", "10:00"));
    assertThat(server.get(find).body()).contains("\"total\":1");
    put(booked(id + "c", "09:15", "09:20"));
    assertThat(server.get(find).body()).contains("\"total\":0");
  }
}
