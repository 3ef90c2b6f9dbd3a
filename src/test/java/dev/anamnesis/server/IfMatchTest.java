package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** If-Match with several versions, or any (RFC 9110 section 13.1.1). */
class IfMatchTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = "m" + UUID.randomUUID().toString().substring(0, 8);
  private final String path = "/Patient/" + id;

  private HttpResponse<String> put(String gender, String... headers) {
    return server.put(
        path,
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"%s\"}".formatted(id, gender),
        headers);
  }

  private static final String PATCH = "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]";

  private HttpResponse<String> patch(String etags) {
    String type = "application/json-patch+json";
    return server.send("PATCH", path, PATCH, "Content-Type", type, "If-Match", etags);
  }

  @Test
  void one_of_several_versions_has_to_be_the_current_one() {
    put("female");
    put("male");
    assertThat(put("other", "If-Match", "W/\"1\", W/\"3\"").statusCode()).isEqualTo(412);
    assertThat(patch("W/\"1\", W/\"3\"").statusCode()).isEqualTo(412);
    assertThat(put("other", "If-Match", "W/\"1\",W/\"2\"").statusCode()).isEqualTo(200);
    assertThat(patch("W/\"2\", W/\"3\"").headers().firstValue("ETag")).contains("W/\"4\"");
    assertThat(server.delete(path, "If-Match", "W/\"1\", W/\"2\"").statusCode()).isEqualTo(412);
    assertThat(server.delete(path, "If-Match", "W/\"4\", W/\"2\"").statusCode()).isEqualTo(204);
  }

  @Test
  void an_asterisk_asks_for_a_resource_that_is_there() {
    var none = put("female", "If-Match", "*");
    assertThat(none.statusCode()).isEqualTo(412);
    assertThat(none.body()).contains("there is none");
    put("female");
    assertThat(put("male", "If-Match", "*").statusCode()).isEqualTo(200);
    assertThat(patch("*").statusCode()).isEqualTo(200);
    assertThat(server.delete(path, "If-Match", "*").statusCode()).isEqualTo(204);
    var deleted = put("female", "If-Match", "*");
    assertThat(deleted.statusCode()).isEqualTo(412);
    assertThat(deleted.body()).contains("there is none");
    assertThat(server.get(path).statusCode()).isEqualTo(410);
  }

  @Test
  void in_an_entry_it_is_the_same() {
    put("female");
    String entry =
        "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"%s\"},\"request\":{\"method\":\"PUT\",\"url\":\"Patient/%s\",\"ifMatch\":\"%s\"}}";
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}";
    String any = entry.formatted(id, "male", id, "*");
    String stale = entry.formatted(id, "other", id, "W/\\\"1\\\", W/\\\"7\\\"");
    String listed = entry.formatted(id, "unknown", id, "W/\\\"2\\\", W/\\\"7\\\"");
    assertThat(server.post("", bundle.formatted("transaction", any)).statusCode()).isEqualTo(200);
    assertThat(server.post("", bundle.formatted("transaction", stale)).statusCode()).isEqualTo(412);
    assertThat(server.post("", bundle.formatted("batch", listed)).body())
        .contains("\"etag\":\"W/\\\"3\\\"\"");
  }

  @Test
  void a_condition_that_matches_nothing_has_no_version_to_match() {
    String none = "/Patient?identifier=urn:none%7C" + id;
    var update = server.put(none, "{\"resourceType\":\"Patient\"}", "If-Match", "W/\"1\"");
    assertThat(update.statusCode()).isEqualTo(412);
    assertThat(server.delete(none, "If-Match", "W/\"1\"").statusCode()).isEqualTo(412);
    assertThat(server.delete(none).statusCode()).isEqualTo(204);
  }

  @Test
  void a_read_takes_several_as_well() {
    put("female");
    assertThat(server.get(path, "If-None-Match", "W/\"7\", W/\"1\"").statusCode()).isEqualTo(304);
    assertThat(server.get(path, "If-None-Match", "W/\"7\", W/\"8\"").statusCode()).isEqualTo(200);
  }
}
