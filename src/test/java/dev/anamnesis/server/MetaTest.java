package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tags, labels and profiles (https://hl7.org/fhir/R4/resource-operations.html). */
class MetaTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();
  private final String path = "/Patient/" + id;

  private static final String VIP =
      "{\"system\":\"urn:labels\",\"code\":\"vip\",\"display\":\"VIP\"}";

  private void put(String meta) {
    var put =
        server.put(
            path,
            "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true%s}".formatted(id, meta));
    assertThat(put.statusCode()).isIn(200, 201);
  }

  private HttpResponse<String> change(String operation, String meta, String... headers) {
    return server.post(
        path + operation,
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":%s}]}"
            .formatted(meta),
        headers);
  }

  @Test
  void meta_is_read() {
    put(",\"meta\":{\"tag\":[" + VIP + "]}");
    var meta = server.get(path + "/$meta");

    assertThat(meta.statusCode()).as(meta.body()).isEqualTo(200);
    assertThat(meta.body())
        .startsWith(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"return\",\"valueMeta\":{\"versionId\":\"1\"")
        .contains("\"tag\":[" + VIP + "]");
    assertThat(server.get("/Patient/never-there/$meta").statusCode()).isEqualTo(404);
  }

  @Test
  void what_is_added_is_added_once_and_what_is_there_stays() {
    put(",\"meta\":{\"source\":\"urn:s\",\"tag\":[" + VIP + "]}");
    var added =
        change(
            "/$meta-add",
            "{\"profile\":[\"urn:p\"],\"security\":[{\"system\":\"s\",\"code\":\"R\"}],\"tag\":[{\"system\":\"urn:labels\",\"code\":\"vip\"},{\"code\":\"x\"}]}");

    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
    assertThat(added.body())
        .contains("\"versionId\":\"2\"", "\"profile\":[\"urn:p\"]", "\"source\":\"urn:s\"")
        .contains("\"security\":[{\"system\":\"s\",\"code\":\"R\"}]")
        .contains("\"tag\":[" + VIP + ",{\"code\":\"x\"}]");
    assertThat(server.get(path).body()).contains("\"active\":true", "\"profile\":[\"urn:p\"]");
  }

  @Test
  void what_is_deleted_is_gone_and_nothing_to_do_makes_no_version() {
    put(",\"meta\":{\"profile\":[\"urn:p\",\"urn:q\"],\"tag\":[" + VIP + "]}");
    String meta =
        "{\"profile\":[\"urn:p\"],\"tag\":[{\"system\":\"urn:labels\",\"code\":\"vip\"}]}";
    var deleted = change("/$meta-delete", meta);
    var again = change("/$meta-delete", meta);

    assertThat(deleted.body())
        .contains("\"versionId\":\"2\"", "\"profile\":[\"urn:q\"]")
        .doesNotContain("tag");
    assertThat(again.body()).isEqualTo(deleted.body());
    assertThat(server.get(path + "/_history/1/$meta").body()).contains("vip");
  }

  @Test
  void a_put_says_all_of_meta_as_of_all_else() {
    put(",\"meta\":{\"tag\":[" + VIP + "]}");
    put("");

    assertThat(server.get(path).body()).doesNotContain("vip");
    assertThat(server.get(path + "/_history/1").body()).contains("vip");
  }

  @Test
  void of_a_type_and_of_all_it_is_told_what_is_in_use_now() {
    String tag = UUID.randomUUID().toString();
    String label = UUID.randomUUID().toString();
    String used =
        ",\"meta\":{\"profile\":[\"urn:p:%1$s\"],\"security\":[{\"system\":\"urn:s\",\"code\":\"%2$s\"}],\"tag\":[{\"system\":\"urn:t\",\"code\":\"%1$s\",\"display\":\"d\"}]}"
            .formatted(tag, label);
    put(used);

    String coded = "{\"system\":\"urn:t\",\"code\":\"" + tag + "\"}";
    assertThat(server.get("/Patient/$meta").body())
        .contains(coded, "\"urn:p:" + tag, "{\"system\":\"urn:s\",\"code\":\"" + label + "\"}");
    assertThat(server.get("/$meta").body()).contains(coded);
    assertThat(server.post("/$meta", "").body()).contains(coded);
    assertThat(server.post("/Patient/$meta", "{\"resourceType\":\"Parameters\"}").body())
        .contains(coded);
    assertThat(server.get("/Linkage/$meta").body()).doesNotContain(tag);
    put("");
    assertThat(server.get("/Patient/$meta").body()).doesNotContain(tag);
    assertThat(server.get("/$meta").body()).doesNotContain(tag, label);
  }

  @Test
  void of_a_type_without_any_there_is_none_and_what_it_does_not_take_is_refused() {
    assertThat(server.get("/Linkage/$meta").body()).isEqualTo("{\"resourceType\":\"Parameters\"}");
    var refused = server.get("/Patient/$meta?profile=urn:p");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("unknown-parameter");
    assertThat(server.get("/Nonsense/$meta").statusCode()).isEqualTo(404);
    assertThat(server.get("/Patient/$meta", "Accept", "application/fhir+xml").body())
        .contains("<Parameters");
  }

  @Test
  void what_is_no_meta_is_refused() {
    put("");
    assertThat(change("/$meta-add", "{\"tag\":[]}").statusCode()).isEqualTo(400);
    assertThat(
            change("/$meta-add", "{\"tag\":[{\"code\":\"x\"}]}", "If-Match", "W/\"7\"")
                .statusCode())
        .isEqualTo(412);
    var other =
        server.post(
            path + "/$meta-add",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"mata\",\"valueMeta\":{\"source\":\"urn:s\"}}]}");
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("bad-parameters");
    assertThat(server.get(path + "/$meta-add").statusCode()).isIn(400, 405);
    assertThat(server.get(path).headers().firstValue("ETag")).contains("W/\"1\"");
  }
}
