package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What may be prescribed for whom, over HTTP. */
class PrescribingTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LiveServer server = LiveServer.shared();
  private final String patient = UUID.randomUUID().toString();

  private String patientBody(String more) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(patient, more);
  }

  private void patient(String more) {
    assertThat(server.put("/Patient/" + patient, patientBody(more)).statusCode()).isIn(200, 201);
  }

  private String prescription(String status, String code, String more) {
    return """
        {"resourceType":"MedicationRequest","status":"%s","intent":"order","subject":{"reference":"Patient/%s"},\
        "medicationCodeableConcept":{"coding":[{"system":"http://m","code":"%s"}]},"requester":{"reference":"Practitioner/a"}%s}"""
        .formatted(status, patient, code, more);
  }

  private HttpResponse<String> prescribe(String status, String code) {
    return server.post("/MedicationRequest", prescription(status, code, ""));
  }

  static String code(HttpResponse<String> refused) throws Exception {
    return JSON.readTree(refused.body()).at("/issue/0/details/coding/0/code").asText();
  }

  private static String id(HttpResponse<String> created) throws Exception {
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return JSON.readTree(created.body()).path("id").asText();
  }

  private void isRefused(HttpResponse<String> response, String code) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
    assertThat(code(response)).isEqualTo(code);
  }

  @Test
  void nothing_is_prescribed_for_who_is_dead_merged_away_or_inactive() throws Exception {
    patient("");
    id(prescribe("active", "1"));
    patient(",\"deceasedDateTime\":\"2026-01-01\"");
    isRefused(prescribe("active", "2"), "subject-dead");
    isRefused(prescribe("draft", "2"), "subject-dead");
    patient(",\"active\":false");
    isRefused(prescribe("on-hold", "2"), "subject-inactive");
    patient(",\"link\":[{\"type\":\"replaced-by\",\"other\":{\"reference\":\"Patient/other\"}}]");
    isRefused(prescribe("active", "2"), "subject-merged");
    patient(",\"deceasedBoolean\":false,\"active\":true");
    id(prescribe("active", "2"));
  }

  @Test
  void what_is_over_may_be_recorded_of_the_dead_and_what_they_had_may_be_stopped()
      throws Exception {
    patient("");
    String draft = id(prescribe("draft", "1"));
    String active = id(prescribe("active", "2"));
    patient(",\"deceasedBoolean\":true");
    id(prescribe("completed", "3"));
    id(prescribe("stopped", "3"));
    id(server.post("/MedicationRequest?import", prescription("active", "4", "")));
    // What follows the death may have cancelled the draft already.
    assertThat(put(draft, "active", "1").body())
        .containsAnyOf("subject-dead", "prescription-status-move");
    assertThat(put(draft, "cancelled", "1").statusCode()).isEqualTo(200);
    assertThat(put(active, "stopped", "2").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> put(String id, String status, String code) {
    return server.put(
        "/MedicationRequest/" + id, prescription(status, code, ",\"id\":\"" + id + "\""));
  }

  @Test
  void a_record_that_comes_whole_with_its_dead_patient_is_history() throws Exception {
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[\
        {"resource":%s,"request":{"method":"PUT","url":"Patient/%s"}},\
        {"resource":%s,"request":{"method":"POST","url":"MedicationRequest"}}]}"""
            .formatted(
                patientBody(",\"deceasedBoolean\":true"), patient, prescription("active", "1", ""));
    assertThat(server.post("", bundle).statusCode()).isEqualTo(200);
    isRefused(prescribe("active", "2"), "subject-dead");
    String again = bundle.replace("\"1\"", "\"3\"").replace("true}", "true,\"gender\":\"male\"}");
    isRefused(server.post("", again), "subject-dead");
    assertThat(server.post("?import", again).statusCode()).isEqualTo(200);
  }

  @Test
  void a_second_active_order_for_the_same_is_recorded_with_a_warning() throws Exception {
    String first = id(prescribe("active", "1"));
    var second = prescribe("active", "1");
    id(second);
    assertThat(second.headers().allValues("Warning"))
        .containsExactly(
            "299 anamnesis \"duplicate-order: MedicationRequest/%s\"".formatted(first));
    assertThat(prescribe("active", "2").headers().allValues("Warning")).isEmpty();
    assertThat(prescribe("draft", "1").headers().allValues("Warning")).isEmpty();
  }

  @Test
  void by_setting_a_second_active_order_is_refused_unless_it_renews_the_first() throws Exception {
    try (var strict = LiveServer.with("duplicate-orders", "refused")) {
      String first = id(strict.post("/MedicationRequest", prescription("active", "1", "")));
      var second = strict.post("/MedicationRequest", prescription("active", "1", ""));
      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(code(second)).isEqualTo("duplicate-order");
      String conflict =
          JSON.readTree(second.body()).at("/issue/0/extension/0/valueReference/reference").asText();
      assertThat(conflict).isEqualTo("MedicationRequest/" + first);
      String renewal =
          ",\"priorPrescription\":{\"reference\":\"MedicationRequest/%s\"}".formatted(first);
      id(strict.post("/MedicationRequest", prescription("active", "1", renewal)));
    }
  }

  @Test
  void by_setting_who_approves_is_another_than_who_prescribed() throws Exception {
    try (var strict = LiveServer.with("approval-by", "another")) {
      String id = id(strict.post("/MedicationRequest", prescription("draft", "1", "")));
      for (String by : List.of("", by("Practitioner/a"))) {
        var refused = approve(strict, id, by);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(code(refused)).isEqualTo("four-eyes");
      }
      assertThat(approve(strict, id, by("Practitioner/b")).statusCode()).isEqualTo(200);
    }
  }

  private static String by(String approver) {
    return ",\"extension\":[{\"url\":\"https://anamnesis.dev/fhir/StructureDefinition/approved-by\",\"valueReference\":{\"reference\":\"%s\"}}]"
        .formatted(approver);
  }

  private HttpResponse<String> approve(LiveServer strict, String id, String by) {
    return strict.put(
        "/MedicationRequest/" + id, prescription("active", "1", by + ",\"id\":\"" + id + "\""));
  }
}
