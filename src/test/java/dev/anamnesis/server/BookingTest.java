package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nobody is booked twice over the same time, over HTTP. */
class BookingTest {

  static final String OVERBOOKING =
      "https://anamnesis.dev/fhir/StructureDefinition/overbooking-reason";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LiveServer server = LiveServer.shared();
  private final String doctor = "Practitioner/" + UUID.randomUUID();

  private String appointment(String id, String status, String from, String to, String more) {
    return """
        {"resourceType":"Appointment"%s,"status":"%s","start":"2031-05-05T%s:00Z","end":"2031-05-05T%s:00Z",\
        "participant":[{"actor":{"reference":"%s"},"status":"accepted"}]%s}"""
        .formatted(id.isEmpty() ? "" : ",\"id\":\"" + id + "\"", status, from, to, doctor, more);
  }

  private HttpResponse<String> book(String from, String to) {
    return server.post("/Appointment", appointment("", "booked", from, to, ""));
  }

  private static String id(HttpResponse<String> created) throws Exception {
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return JSON.readTree(created.body()).path("id").asText();
  }

  private static void isDoubleBooking(HttpResponse<String> refused, String with) throws Exception {
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    JsonNode issue = JSON.readTree(refused.body()).path("issue").path(0);
    assertThat(issue.path("code").asText()).isEqualTo("conflict");
    assertThat(issue.path("details").path("coding").path(0).path("code").asText())
        .isEqualTo("double-booking");
    assertThat(issue.path("expression").path(0).asText()).isEqualTo("Appointment.participant");
    assertThat(issue.path("extension").path(0).path("valueReference").path("reference").asText())
        .isEqualTo("Appointment/" + with);
  }

  @Test
  void a_second_booking_of_the_same_time_is_refused_with_the_first_and_the_next_time_is_not()
      throws Exception {
    String first = id(book("09:00", "09:30"));
    isDoubleBooking(book("09:29", "10:00"), first);
    isDoubleBooking(book("08:00", "12:00"), first);
    isDoubleBooking(book("09:10", "09:20"), first);
    id(book("09:30", "10:00"));
    id(book("08:30", "09:00"));
  }

  @Test
  void a_put_that_moves_or_books_is_judged_and_one_that_does_not_is_not() throws Exception {
    String first = id(book("09:00", "09:30"));
    String other = UUID.randomUUID().toString();
    assertThat(put(appointment(other, "booked", "10:00", "10:30", ""), other).statusCode())
        .isEqualTo(201);
    isDoubleBooking(put(appointment(other, "booked", "09:15", "09:45", ""), other), first);
    assertThat(put(appointment(other, "booked", "10:15", "10:45", ""), other).statusCode())
        .isEqualTo(200);
    String third = UUID.randomUUID().toString();
    assertThat(put(appointment(third, "proposed", "09:00", "09:30", ""), third).statusCode())
        .isEqualTo(201);
    isDoubleBooking(put(appointment(third, "booked", "09:00", "09:30", ""), third), first);
  }

  private HttpResponse<String> put(String body, String id) {
    return server.put("/Appointment/" + id, body);
  }

  @Test
  void a_time_is_free_again_when_its_booking_is_cancelled_or_deleted() throws Exception {
    String first = id(book("09:00", "09:30"));
    assertThat(put(appointment(first, "cancelled", "09:00", "09:30", ""), first).statusCode())
        .isEqualTo(200);
    String second = id(book("09:00", "09:30"));
    assertThat(server.delete("/Appointment/" + second).statusCode()).isEqualTo(204);
    String third = id(book("09:00", "09:30"));
    isDoubleBooking(put(appointment(second, "booked", "09:00", "09:30", ""), second), third);
  }

  @Test
  void a_booking_of_weeks_is_seen_and_the_past_is_not_judged() throws Exception {
    String months =
        appointment("", "booked", "09:00", "09:30", "")
            .replace("2031-05-05T09:3", "2031-07-05T09:3");
    String first = id(server.post("/Appointment", months));
    String later = appointment("", "booked", "09:00", "09:30", "").replace("2031-05", "2031-06");
    isDoubleBooking(server.post("/Appointment", later), first);
    String past = appointment("", "booked", "09:00", "09:30", "").replace("2031-", "2021-");
    id(server.post("/Appointment", past));
    id(server.post("/Appointment", past));
  }

  @Test
  void who_knows_and_says_why_may_overbook_and_the_reason_is_a_fact() throws Exception {
    id(book("09:00", "09:30"));
    String reason =
        ",\"extension\":[{\"url\":\"%s\",\"valueString\":\"an \\\"emergency\\\"\"}]"
            .formatted(OVERBOOKING);
    String body = appointment("", "booked", "09:00", "09:30", reason);
    String over = id(server.post("/Appointment", body));
    assertThat(server.get("/Appointment/" + over).body()).contains("an \\\"emergency\\\"");
    id(server.post("/Appointment?import", appointment("", "booked", "09:00", "09:30", "")));
    assertThat(server.checkFold()).isPositive();
  }

  @Test
  void a_schedule_may_take_several_at_a_time() throws Exception {
    String schedule =
        """
        {"resourceType":"Schedule","actor":[{"reference":"%s"}],\
        "extension":[{"url":"https://anamnesis.dev/fhir/StructureDefinition/capacity","valuePositiveInt":2}]}"""
            .formatted(doctor);
    String id = id(server.post("/Schedule", schedule));
    String first = id(book("09:00", "09:30"));
    String second = id(book("09:15", "09:45"));
    isDoubleBooking(book("09:20", "09:25"), first);
    id(book("09:30", "10:00"));
    assertThat(server.delete("/Schedule/" + id).statusCode()).isEqualTo(204);
    isDoubleBooking(book("09:00", "09:10"), first);
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void patients_are_booked_once_only_where_that_is_set() throws Exception {
    String patient =
        appointment("", "booked", "09:00", "09:30", "").replace("Practitioner/", "Patient/");
    id(server.post("/Appointment", patient));
    id(server.post("/Appointment", patient));
  }

  private String slot(String id) throws Exception {
    return JSON.readTree(server.get("/Slot/" + id).body()).path("status").asText();
  }

  @Test
  void the_status_of_slots_follows_their_appointments() throws Exception {
    String schedule =
        id(
            server.post(
                "/Schedule",
                "{\"resourceType\":\"Schedule\",\"actor\":[{\"reference\":\"%s\"}]}"
                    .formatted(doctor)));
    String body =
        "{\"resourceType\":\"Slot\",\"schedule\":{\"reference\":\"Schedule/%s\"},\"status\":\"free\",\"start\":\"2031-05-05T09:00:00Z\",\"end\":\"2031-05-05T09:30:00Z\"}"
            .formatted(schedule);
    String one = id(server.post("/Slot", body));
    String two = id(server.post("/Slot", body.replace("09:", "10:")));
    String at = ",\"slot\":[{\"reference\":\"Slot/%s\"}]";
    String id =
        id(
            server.post(
                "/Appointment", appointment("", "booked", "09:00", "09:30", at.formatted(one))));
    assertThat(slot(one)).isEqualTo("busy");
    put(appointment(id, "booked", "10:00", "10:30", at.formatted(two)), id);
    assertThat(slot(one) + " " + slot(two)).isEqualTo("free busy");
    put(appointment(id, "cancelled", "10:00", "10:30", at.formatted(two)), id);
    assertThat(slot(two)).isEqualTo("free");
    String done =
        id(
            server.post(
                "/Appointment", appointment("", "booked", "09:00", "09:30", at.formatted(one))));
    put(appointment(done, "fulfilled", "09:00", "09:30", at.formatted(one)), done);
    assertThat(slot(one)).isEqualTo("busy");
    put(appointment(done, "entered-in-error", "09:00", "09:30", at.formatted(one)), done);
    assertThat(slot(one)).isEqualTo("busy");
  }
}
