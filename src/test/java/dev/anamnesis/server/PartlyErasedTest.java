package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was erased is not written again by going back to it, nor by patching around it. */
class PartlyErasedTest {

  private static TwoServers servers;

  /** One writes; the other has no key in memory when a key is destroyed. */
  @BeforeAll
  static void start() throws Exception {
    servers = TwoServers.start();
  }

  @AfterAll
  static void stop() throws Exception {
    servers.close();
  }

  private static void erase(String patient) {
    TestDatabase.erase(servers.jdbi(), patient);
  }

  private static void put(String path, String members) throws Exception {
    String[] name = path.split("/", -1);
    String body = "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(name[0], name[1], members);
    assertThat(servers.client(0).send("PUT", "/" + path, body).statusCode()).isIn(200, 201);
  }

  private static String both(String text) {
    return ",\"status\":\"proposed\",\"comment\":\"%s\",\"participant\":[{\"actor\":{\"reference\":\"Patient/ann\",\"display\":\"Ann Berg\"},\"status\":\"accepted\"},{\"actor\":{\"reference\":\"Patient/bob\"},\"status\":\"accepted\"}]"
        .formatted(text);
  }

  private static HttpResponse<String> post(String path) throws Exception {
    return servers.client(1).send("POST", path, "");
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("\"partly-erased\"").doesNotContain("Ann", "(erased)");
  }

  @Test
  void a_version_that_is_partly_erased_is_not_gone_back_to_and_a_whole_one_is() throws Exception {
    put("Patient/ann", ",\"active\":true");
    put("Patient/bob", ",\"active\":true");
    put("Appointment/two", both("first"));
    put("Appointment/two", both("second"));
    put(
        "Appointment/two",
        ",\"status\":\"proposed\",\"participant\":[{\"actor\":{\"reference\":\"Patient/bob\"},\"status\":\"accepted\"}]");
    put(
        "Appointment/two",
        ",\"status\":\"proposed\",\"participant\":[{\"actor\":{\"reference\":\"Practitioner/dr\"},\"status\":\"accepted\"}]");
    put("Appointment/gone", both("first"));
    String whole = servers.client(0).send("GET", "/Appointment/two/_history/1", "").body();
    String then = whole.replaceFirst(".*\"lastUpdated\":\"([^\"]+)\".*", "$1");
    assertThat(servers.client(0).send("DELETE", "/Appointment/gone", "").statusCode())
        .isEqualTo(204);
    erase("ann");

    assertThat(servers.client(1).send("GET", "/Appointment/two/_history/1", "").body())
        .contains("(erased)");
    assertRefused(post("/Appointment/two/$revert?version=1"));
    assertRefused(post("/Appointment/two/$revert?version=2&dryRun=true"));
    assertRefused(post("/Appointment/two/$revert?at=" + then));
    assertRefused(post("/Patient/bob/$revert-record?at=" + then));
    assertRefused(post("/Appointment/gone/$revert"));
    assertThat(servers.client(1).send("GET", "/Appointment/gone", "").statusCode()).isEqualTo(410);
    assertThat(servers.client(1).send("GET", "/Appointment/two", "").headers().firstValue("ETag"))
        .contains("W/\"4\"");
    assertThat(post("/Appointment/two/$revert?version=3").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> patch(String type, String patch) throws Exception {
    return servers.client(1).send("PATCH", "/Appointment/three", patch, "Content-Type", type);
  }

  @Test
  void what_stands_for_erased_parts_of_the_current_version_is_not_made_the_record_by_a_patch()
      throws Exception {
    put("Patient/eve", ",\"active\":true");
    put("Patient/fay", ",\"active\":true");
    put(
        "Appointment/three",
        both("of both")
            .replace("Patient/ann", "Patient/eve")
            .replace("Patient/bob", "Patient/fay"));
    erase("eve");

    String json = "[{\"op\":\"add\",\"path\":\"/priority\",\"value\":3}]";
    String path =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"delete\"},{\"name\":\"path\",\"valueString\":\"Appointment.comment\"}]}]}";
    String meta =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":{\"tag\":[{\"system\":\"urn:tags\",\"code\":\"a\"}]}}]}";
    String encoded =
        java.util.Base64.getEncoder()
            .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"PATCH\",\"url\":\"Appointment/three\"},\"resource\":{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\"%s\"}}]}"
            .formatted(encoded);
    assertRefused(patch("application/json-patch+json", json));
    assertRefused(
        patch(
            "application/json-patch+json",
            "[{\"op\":\"test\",\"path\":\"/comment\",\"value\":\"(erased)\"}]"));
    assertRefused(patch("application/fhir+json", path));
    assertRefused(servers.client(1).send("POST", "/Appointment/three/$meta-add", meta));
    assertRefused(servers.client(1).send("POST", "/Appointment/three/$meta-delete", meta));
    assertRefused(servers.client(1).send("POST", "", bundle));
    assertRefused(servers.client(1).send("POST", "/$what-if", bundle));
    assertThat(servers.client(1).send("GET", "/Appointment/three", "").headers().firstValue("ETag"))
        .contains("W/\"1\"");

    put(
        "Appointment/three",
        ",\"status\":\"proposed\",\"participant\":[{\"actor\":{\"reference\":\"Patient/fay\"},\"status\":\"accepted\"}]");
    assertThat(patch("application/json-patch+json", json).statusCode()).isEqualTo(200);
  }

  @Test
  void what_nobody_can_read_is_neither_gone_back_to_nor_changed() throws Exception {
    put("Patient/cid", ",\"active\":true");
    put("Patient/cid", ",\"active\":false");
    erase("cid");
    assertThat(post("/Patient/cid/$revert?version=1").statusCode()).isEqualTo(410);
    var answer =
        servers
            .client(1)
            .send("PUT", "/Patient/cid", "{\"resourceType\":\"Patient\",\"id\":\"cid\"}");
    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(answer.body()).contains("\"erased\"");
  }
}
