package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Patches as entries of Bundles (https://hl7.org/fhir/R4/http.html#patch). */
class PatchInBundlesTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();

  private static String binary(String patch) {
    return "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\"%s\"}"
        .formatted(Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
  }

  private static final String PARAMETERS =
      "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"delete\"},{\"name\":\"path\",\"valueString\":\"Patient.active\"}]}]}";

  private String bundle(String type, String... resources) {
    var entries =
        List.of(resources).stream()
            .map(
                resource ->
                    "{\"resource\":%s,\"request\":{\"method\":\"PATCH\",\"url\":\"Patient/%s\"}}"
                        .formatted(resource, id))
            .toList();
    return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
        .formatted(type, String.join(",", entries));
  }

  private void put() {
    server.put(
        "/Patient/" + id,
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true,\"gender\":\"male\"}"
            .formatted(id));
  }

  @Test
  void a_transaction_takes_both_kinds() {
    put();
    var json =
        server.post(
            "", bundle("transaction", binary("[{\"op\":\"remove\",\"path\":\"/gender\"}]")));
    var path = server.post("", bundle("transaction", PARAMETERS));

    assertThat(json.statusCode()).as(json.body()).isEqualTo(200);
    assertThat(path.body()).contains("W/\\\"3\\\"");
    assertThat(server.get("/Patient/" + id).body()).doesNotContain("gender", "active");
  }

  @Test
  void a_batch_takes_several_after_one_another() {
    put();
    var answer =
        server.post(
            "",
            bundle(
                "batch",
                binary("[{\"op\":\"remove\",\"path\":\"/gender\"}]"),
                PARAMETERS,
                binary("[{\"op\":\"remove\",\"path\":\"/gender\"}]"),
                "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("patch-no-target").contains("patch-malformed");
    assertThat(server.get("/Patient/" + id).body())
        .contains("\"versionId\":\"3\"")
        .doesNotContain("gender", "active");
  }

  @Test
  void a_patch_that_fails_fails_its_transaction() {
    put();
    String patch = binary("[{\"op\":\"test\",\"path\":\"/gender\",\"value\":\"other\"}]");
    var answer = server.post("", bundle("transaction", patch));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("patch-test-failed").contains("Bundle.entry[0]");
  }

  @Test
  void links_in_what_a_patch_makes_are_rewritten() {
    put();
    String patch =
        binary(
            "[{\"op\":\"add\",\"path\":\"/managingOrganization\",\"value\":{\"reference\":\"urn:uuid:5f7c1c4e-6f0c-4b0a-9d3e-0b8f0f0b9a01\"}}]");
    String organization =
        "{\"fullUrl\":\"urn:uuid:5f7c1c4e-6f0c-4b0a-9d3e-0b8f0f0b9a01\",\"resource\":{\"resourceType\":\"Organization\",\"name\":\"O\"},\"request\":{\"method\":\"POST\",\"url\":\"Organization\"}}";
    String text = bundle("transaction", patch);
    var answer = server.post("", text.replace("\"entry\":[", "\"entry\":[" + organization + ","));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(server.get("/Patient/" + id).body())
        .contains("\"managingOrganization\":{\"reference\":\"Organization/")
        .contains("\"gender\":\"male\"");
  }

  @Test
  void an_audit_event_is_not_to_be_written_by_a_bundle_either() {
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      String url = method.equals("POST") ? "AuditEvent" : "AuditEvent/a";
      var refused =
          server.post(
              "",
              "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":%s,\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}]}"
                  .formatted(PARAMETERS, method, url));
      assertThat(refused.statusCode()).as(method).isEqualTo(405);
      assertThat(refused.body()).contains("audit-read-only");
    }
  }
}
