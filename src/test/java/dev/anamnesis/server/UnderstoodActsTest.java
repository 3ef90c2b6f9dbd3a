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
}
