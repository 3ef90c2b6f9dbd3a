package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Operations as entries of batches and transactions. */
class OperationsInBundlesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final LiveServer server = LiveServer.shared();
  private final String id = "o" + UUID.randomUUID().toString().substring(0, 8);

  private static String entry(String method, String url, String more) {
    return "{\"request\":{\"method\":\"%s\",\"url\":\"%s\"}%s}".formatted(method, url, more);
  }

  private JsonNode sent(String type, int status, String... entries) throws Exception {
    var answer =
        server.post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
                .formatted(type, String.join(",", List.of(entries))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  private static String status(JsonNode answer, int entry) {
    return answer.at("/entry/" + entry + "/response/status").asText().substring(0, 3);
  }

  private static String code(JsonNode answer, int entry) {
    return answer
        .at("/entry/" + entry + "/response/outcome/issue/0/details/coding/0/code")
        .asText();
  }

  private void patient(String members) {
    server.put(
        "/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(id, members));
  }

  /** The same by itself and as an entry, but for what links say. */
  private void same(String url) throws Exception {
    JsonNode alone = JSON.readTree(server.get("/" + url).body());
    JsonNode entry = sent("batch", 200, entry("GET", url, ""));
    assertThat(status(entry, 0)).as(entry.toString()).isEqualTo("200");
    assertThat(without(entry.at("/entry/0/resource"))).isEqualTo(without(alone));
  }

  private static JsonNode without(JsonNode answer) throws Exception {
    return JSON.readTree(
        answer
            .toString()
            .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}", "ID")
            .replaceAll("\"lastUpdated\":\"[^\"]*\"", "" + "\"lastUpdated\":\"\""));
  }

  @Test
  void what_an_operation_tells_by_itself_it_tells_as_an_entry() throws Exception {
    patient(",\"active\":true");
    patient(",\"active\":true,\"gender\":\"female\"");
    String path = "Patient/" + id;
    same(path + "/$facts");
    same(path + "/$diff?from=1&to=2");
    same(path + "/$as-of");
    same(path + "/$history");
    same(path + "/$everything?_count=10");
    same(path + "/$diff-record?fromAt=2001-01-01");
    same(path + "/$therapies");
  }

  @Test
  void an_operation_by_post_takes_parameters_and_does_what_it_does_by_itself() throws Exception {
    patient(",\"active\":true");
    patient(",\"active\":true,\"gender\":\"female\"");
    String one =
        ",\"resource\":{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_count\",\"valueInteger\":1}]}";
    String tried =
        ",\"resource\":{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
            .formatted(entry("DELETE", "Patient/" + id, ""));
    JsonNode answer =
        sent(
            "batch",
            200,
            entry("POST", "Patient/" + id + "/$facts", one),
            entry("POST", "$what-if", tried),
            entry("POST", "Patient/" + id + "/$revert?version=1", ""),
            entry("GET", "Patient/" + id, ""));
    assertThat(answer.at("/entry/0/resource/parameter/0/part/0/valueCode").asText())
        .isEqualTo("PatientRegistered");
    assertThat(answer.at("/entry/1/resource/parameter/1/part/0/valueCode").asText())
        .isEqualTo("PatientRemoved");
    assertThat(List.of(status(answer, 0), status(answer, 1), status(answer, 2)))
        .containsOnly("200");
    assertThat(answer.at("/entry/3/resource/meta/versionId").asText()).isEqualTo("3");
    assertThat(answer.at("/entry/3/resource/gender").isMissingNode()).isTrue();
  }

  @Test
  void what_the_server_is_and_what_is_in_use_is_told_too() throws Exception {
    patient(",\"active\":true");
    same("metadata");
    same("Patient/" + id + "/$meta");
    same("Linkage/$meta");
    same("Patient/" + id + "/Observation?_summary=count");
    same("Patient/" + id + "?_elements=active");
    JsonNode answer =
        sent(
            "batch",
            200,
            entry("GET", "$meta", ""),
            entry("GET", "$audit-proof", ""),
            entry("GET", "Patient/" + id + "/$accounting-of-disclosures", ""),
            entry("GET", "_search?_type=Patient&_id=" + id, ""),
            entry("POST", "Patient/_search?_id=" + id, ""),
            entry("POST", "metadata", ""));
    assertThat(answer.at("/entry/0/resource/resourceType").asText()).isEqualTo("Parameters");
    assertThat(answer.at("/entry/1/resource/parameter/0/name").asText()).isEqualTo("tree");
    assertThat(answer.at("/entry/2/resource/type").asText()).isEqualTo("searchset");
    assertThat(answer.at("/entry/3/resource/entry/0/resource/id").asText()).isEqualTo(id);
    assertThat(answer.at("/entry/4/resource/entry/0/resource/id").asText()).isEqualTo(id);
    assertThat(code(answer, 5)).isEqualTo("bad-url");
  }

  @Test
  void a_resource_is_validated_in_an_entry_and_what_is_wrong_is_told_as_the_answer()
      throws Exception {
    String patient = ",\"resource\":{\"resourceType\":\"Patient\",\"%s\":true}";
    JsonNode answer =
        sent(
            "batch",
            200,
            entry("POST", "Patient/$validate", patient.formatted("active")),
            entry("POST", "Patient/$validate", patient.formatted("aktive")),
            entry(
                "POST",
                "Patient/$validate",
                ",\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}"),
            entry("POST", "Patient", patient.formatted("aktive")));
    assertThat(answer.at("/entry/0/resource/issue/0/details/coding/0/code").asText())
        .isEqualTo("valid");
    assertThat(status(answer, 1)).isEqualTo("200");
    assertThat(answer.at("/entry/1/resource/issue/0/details/coding/0/code").asText())
        .isEqualTo("unknown-element");
    assertThat(answer.at("/entry/2/resource/issue/0/details/coding/0/code").asText())
        .isEqualTo("resource-type-mismatch");
    assertThat(status(answer, 3)).isEqualTo("400");
  }

  @Test
  void meta_is_changed_by_an_entry_and_only_by_post() throws Exception {
    patient(",\"active\":true");
    String tag =
        ",\"resource\":{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":{\"tag\":[{\"code\":\"x\"}]}}]}";
    JsonNode answer =
        sent(
            "batch",
            200,
            entry("POST", "Patient/" + id + "/$meta-add", tag),
            entry("POST", "Patient/" + id + "/$meta-delete", tag),
            entry("POST", "Patient/" + id + "/$meta-add", ""),
            entry("GET", "Patient/" + id + "/$meta-add", ""));
    assertThat(answer.at("/entry/0/resource/parameter/0/valueMeta/tag/0/code").asText())
        .isEqualTo("x");
    assertThat(answer.at("/entry/1/resource/parameter/0/valueMeta/versionId").asText())
        .isEqualTo("3");
    assertThat(code(answer, 2)).isEqualTo("body-missing");
    assertThat(code(answer, 3)).isEqualTo("not-supported");
  }

  @Test
  void what_writes_is_not_done_by_get_and_what_is_none_is_refused_alone() throws Exception {
    patient(",\"active\":true");
    JsonNode answer =
        sent(
            "batch",
            200,
            entry("GET", "Patient/" + id + "/$revert?version=1", ""),
            entry("GET", "Patient/" + id + "/$no-such", ""),
            entry("DELETE", "Patient/" + id + "/$facts", ""),
            entry("GET", "Basic/" + id + "/$everything", ""),
            entry("POST", "AuditEvent/" + id + "/$revert?version=1", ""),
            entry("GET", "Patient/" + id + "/$facts?nonsense=1", ""),
            entry("GET", "Patient/" + id, ""),
            entry("GET", "Patient/" + id + "/$therapies?status=active", ""),
            entry("POST", "Patient/" + id + "/$unmerge?target=x", ""));
    assertThat(code(answer, 0)).isEqualTo("not-supported");
    assertThat(code(answer, 1)).isEqualTo("not-supported");
    assertThat(code(answer, 2)).isEqualTo("bad-url");
    assertThat(code(answer, 3)).isEqualTo("not-supported");
    assertThat(status(answer, 4)).isEqualTo("405");
    assertThat(code(answer, 5)).isEqualTo("unknown-parameter");
    assertThat(status(answer, 6)).isEqualTo("200");
    assertThat(code(answer, 7)).isEqualTo("unknown-parameter");
    assertThat(code(answer, 8)).isEqualTo("unknown-parameter");
  }

  @Test
  void a_transaction_reads_with_them_what_it_wrote_and_takes_none_that_is_posted()
      throws Exception {
    patient(",\"active\":true");
    String put =
        ",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":false}".formatted(id);
    JsonNode answer =
        sent(
            "transaction",
            200,
            entry("GET", "Patient/" + id + "/$facts?after=1", ""),
            entry("PUT", "Patient/" + id, put));
    assertThat(answer.at("/entry/0/resource/parameter/0/part/0/valueCode").asText())
        .isEqualTo("PatientDeactivated");
    JsonNode refused =
        sent(
            "transaction",
            405,
            entry("PUT", "Patient/" + id, put.replace("false", "true")),
            entry("POST", "Patient/" + id + "/$revert?version=1", ""));
    assertThat(refused.at("/issue/0/expression/0").asText()).isEqualTo("Bundle.entry[1]");
    assertThat(refused.at("/issue/0/diagnostics").asText()).startsWith("Entry 1: ");
    assertThat(JSON.readTree(server.get("/Patient/" + id).body()).path("active").asBoolean())
        .isFalse();
  }

  @Test
  void the_access_log_keeps_each_as_an_operation() throws Exception {
    patient(",\"active\":true");
    sent("batch", 200, entry("POST", "Patient/" + id + "/$facts", ""));
    JsonNode found =
        JSON.readTree(server.get("/AuditEvent?patient=Patient/" + id + "&action=E").body());
    assertThat(found.path("total").asInt(found.path("entry").size())).isGreaterThan(0);
  }
}
