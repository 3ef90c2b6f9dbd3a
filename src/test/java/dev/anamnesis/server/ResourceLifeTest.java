package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResourceLifeTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();

  private String patient(String rest) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(id, rest);
  }

  private static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElse("none");
  }

  @Test
  void a_created_resource_is_read_as_it_was_sent() {
    var created =
        server.post(
            "/Observation",
            "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"valueQuantity\":{\"value\":1E2,\"_value\":{\"id\":\"a\"}}}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location").orElse("")).contains("/_history/1");
    assertThat(created.body()).contains("\"value\":1E2,\"_value\":{\"id\":\"a\"}");
  }

  @Test
  void an_unchanged_put_makes_no_version() {
    var first = server.put("/Patient/" + id, patient(",\"active\":true"));
    var again = server.put("/Patient/" + id, patient(",\"active\":true"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(etag(again)).isEqualTo("W/\"1\"");
  }

  @Test
  void a_deleted_resource_is_gone_and_a_put_restores_it() {
    server.put("/Patient/" + id, patient(",\"active\":true"));

    assertThat(server.delete("/Patient/" + id).statusCode()).isEqualTo(204);
    assertThat(server.delete("/Patient/" + id).statusCode()).isEqualTo(204);
    assertThat(server.get("/Patient/" + id).statusCode()).isEqualTo(410);
    assertThat(etag(server.put("/Patient/" + id, patient(",\"active\":true"))))
        .isEqualTo("W/\"3\"");
    assertThat(server.get("/Patient/" + id + "/_history").body()).contains("\"total\":3");
  }

  @Test
  void a_stale_if_match_is_412_and_a_known_version_304() {
    server.put("/Patient/" + id, patient(",\"active\":true"));
    var stale = server.put("/Patient/" + id, patient(""), "If-Match", "W/\"7\"");
    var known = server.get("/Patient/" + id, "If-None-Match", "W/\"1\"");

    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(known.statusCode()).isEqualTo(304);
  }

  @Test
  void what_is_wrong_is_named_and_nothing_is_stored() {
    var unknown = server.put("/Patient/" + id, patient(",\"nickname\":\"x\""));
    var doubled = server.put("/Patient/" + id, patient(",\"active\":true,\"active\":false"));
    var broken = server.put("/Patient/" + id, "{\"resourceType\":");

    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("Patient.nickname").contains("unknown-element");
    assertThat(doubled.body()).contains("json-duplicate-member");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(server.get("/Patient/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void a_stopped_prescription_is_not_started_again() {
    String stopped =
        "{\"resourceType\":\"MedicationRequest\",\"id\":\"%s\",\"status\":\"stopped\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/p\"}}"
            .formatted(id);
    server.put("/MedicationRequest/" + id, stopped);
    var refused =
        server.put("/MedicationRequest/" + id, stopped.replace("\"stopped\"", "\"active\""));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("prescription-status-move").contains("entered-in-error");
  }

  @Test
  void a_repeated_request_key_answers_what_the_first_one_did() {
    String body = "{\"resourceType\":\"Patient\",\"active\":true}";
    var first = server.post("/Patient", body, "Idempotency-Key", id);
    var again = server.post("/Patient", body, "Idempotency-Key", id);
    var other = server.post("/Patient", body.replace("true", "false"), "Idempotency-Key", id);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(other.statusCode()).isEqualTo(422);
  }

  @Test
  void xml_goes_in_and_comes_out() {
    var put =
        server.put(
            "/Patient/" + id,
            "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"%s\"/><name><family value=\"Ü&amp;\"/></name></Patient>"
                .formatted(id),
            "Content-Type",
            "application/fhir+xml");

    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(server.get("/Patient/" + id).body()).contains("\"family\":\"Ü&\"");
    assertThat(server.get("/Patient/" + id, "Accept", "application/fhir+xml").body())
        .contains("<family value=\"Ü&amp;\"/>");
  }
}
