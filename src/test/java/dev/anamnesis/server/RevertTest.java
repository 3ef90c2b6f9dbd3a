package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code $revert}: back to how it was, by facts of its own. */
class RevertTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final LiveServer server = LiveServer.shared();
  private final String id = "r" + UUID.randomUUID().toString().substring(0, 12);

  private String put(String type, String members) {
    var answer =
        server.put(
            "/" + type + "/" + id,
            "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, members));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    return answer.body();
  }

  private static JsonNode content(String body) throws Exception {
    var content = (ObjectNode) JSON.readTree(body);
    content.remove("meta");
    return content;
  }

  private List<String> facts(String url) throws Exception {
    var facts = new ArrayList<String>();
    for (JsonNode parameter : JSON.readTree(server.get(url).body()).path("parameter")) {
      facts.add(parameter.path("part").path(0).path("valueCode").asText());
    }
    return facts;
  }

  @Test
  void a_resource_goes_back_to_a_version_and_says_so() throws Exception {
    String first = put("Patient", ",\"name\":[{\"family\":\"Berg\"}]");
    put("Patient", ",\"name\":[{\"family\":\"Holm\"}],\"active\":true");
    var reverted = server.post("/Patient/" + id + "/$revert?version=1", "");
    assertThat(reverted.statusCode()).as(reverted.body()).isEqualTo(200);
    assertThat(reverted.headers().firstValue("ETag")).contains("W/\"3\"");
    assertThat(content(reverted.body())).isEqualTo(content(first));
    assertThat(facts("/Patient/" + id + "/$facts?after=2"))
        .containsExactly("Reverted", "PatientRenamed", "PatientReactivated");
  }

  @Test
  void a_dry_run_tells_the_facts_and_records_none() throws Exception {
    put("Patient", ",\"name\":[{\"family\":\"Berg\"}]");
    put("Patient", ",\"name\":[{\"family\":\"Holm\"}]");
    String url = "/Patient/" + id + "/$revert";
    var dry =
        server.post(
            url,
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"version\",\"valueId\":\"1\"},{\"name\":\"dryRun\",\"valueBoolean\":true}]}");
    assertThat(dry.statusCode()).as(dry.body()).isEqualTo(200);
    JsonNode told = JSON.readTree(dry.body()).path("parameter");
    assertThat(told).hasSize(2);
    assertThat(told.at("/0/part/0/valueCode").asText()).isEqualTo("Reverted");
    assertThat(told.at("/1/part/0/valueCode").asText()).isEqualTo("PatientRenamed");
    assertThat(server.get("/Patient/" + id).headers().firstValue("ETag")).contains("W/\"2\"");
    assertThat(server.post(url + "?version=1", "").statusCode()).isEqualTo(200);
  }

  @Test
  void what_was_deleted_comes_back_as_it_was_last() throws Exception {
    put("Basic", ",\"code\":{\"text\":\"a\"}");
    String last = put("Basic", ",\"code\":{\"text\":\"b\"}");
    server.delete("/Basic/" + id);
    var restored = server.post("/Basic/" + id + "/$revert", "");
    assertThat(restored.statusCode()).isEqualTo(201);
    assertThat(content(restored.body())).isEqualTo(content(last));
    assertThat(facts("/Basic/" + id + "/$facts?after=3"))
        .containsExactly("Reverted", "ResourceRestored");
  }

  @Test
  void back_to_a_deletion_is_a_deletion() throws Exception {
    put("Basic", ",\"code\":{\"text\":\"a\"}");
    server.delete("/Basic/" + id);
    put("Basic", ",\"code\":{\"text\":\"b\"}");
    assertThat(server.post("/Basic/" + id + "/$revert?version=2", "").statusCode()).isEqualTo(204);
    assertThat(server.get("/Basic/" + id).statusCode()).isEqualTo(410);
    assertThat(facts("/Basic/" + id + "/$facts?after=3"))
        .containsExactly("Reverted", "ResourceRemoved");
  }

  @Test
  void no_rule_is_passed_by() throws Exception {
    String members =
        ",\"status\":\"%s\",\"intent\":\"order\",\"subject\":{\"display\":\"x\"},\"medicationCodeableConcept\":{\"text\":\"m\"}";
    put("MedicationRequest", members.formatted("active"));
    put("MedicationRequest", members.formatted("completed"));
    String url = "/MedicationRequest/" + id + "/$revert?version=1";
    var refused = server.post(url, "");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("prescription-status-move");
    var dry = server.post(url + "&dryRun=true", "");
    assertThat(dry.statusCode()).isEqualTo(422);
    assertThat(JSON.readTree(dry.body())).isEqualTo(JSON.readTree(refused.body()));
  }

  @Test
  void the_version_a_client_saw_is_respected_and_nothing_to_change_is_no_version() {
    put("Basic", ",\"code\":{\"text\":\"a\"}");
    put("Basic", ",\"code\":{\"text\":\"b\"}");
    String url = "/Basic/" + id + "/$revert?version=";
    assertThat(server.post(url + "1", "", "If-Match", "W/\"1\"").statusCode()).isEqualTo(412);
    var same = server.post(url + "2", "");
    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(same.headers().firstValue("ETag")).contains("W/\"2\"");
  }

  @Test
  void what_cannot_be_gone_back_to_is_said() {
    assertThat(server.post("/Basic/" + id + "/$revert?version=1", "").statusCode()).isEqualTo(404);
    put("Basic", ",\"code\":{\"text\":\"a\"}");
    assertThat(server.post("/Basic/" + id + "/$revert", "").statusCode()).isEqualTo(400);
    assertThat(server.post("/Basic/" + id + "/$revert?version=2", "").statusCode()).isEqualTo(404);
    assertThat(server.post("/Basic/" + id + "/$revert?at=2001-01-01", "").statusCode())
        .isEqualTo(404);
    assertThat(server.get("/Basic/" + id + "/$revert?version=1").statusCode()).isIn(400, 404, 405);
  }
}
