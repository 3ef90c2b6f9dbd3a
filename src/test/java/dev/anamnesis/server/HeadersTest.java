package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Headers that clients send and rely on (https://hl7.org/fhir/R4/http.html). */
class HeadersTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();
  private final String path = "/Patient/" + id;

  private HttpResponse<String> put(String rest, String... headers) {
    return server.put(
        path, "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(id, rest), headers);
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("none");
  }

  @Test
  void prefer_says_what_a_write_is_answered_with() {
    var minimal = put("", "Prefer", "return=minimal");
    var whole = put(",\"active\":true", "Prefer", "return=representation");
    var outcome = put(",\"active\":false", "Prefer", "return=OperationOutcome");
    var unknown = put(",\"active\":true", "Prefer", "return=everything; wait=10");

    assertThat(minimal.statusCode()).isEqualTo(201);
    assertThat(minimal.body()).isEmpty();
    assertThat(header(minimal, "Location")).endsWith(path + "/_history/1");
    assertThat(whole.body()).contains("\"active\":true");
    assertThat(outcome.statusCode()).isEqualTo(200);
    assertThat(header(outcome, "ETag")).isEqualTo("W/\"3\"");
    assertThat(outcome.body())
        .startsWith("{\"resourceType\":\"OperationOutcome\"")
        .contains("\"severity\":\"information\"");
    assertThat(unknown.body()).contains("\"resourceType\":\"Patient\"");
  }

  @Test
  void a_delete_is_answered_with_an_outcome_where_one_is_preferred() {
    put("");
    var deleted = server.delete(path, "Prefer", "return=OperationOutcome");

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(header(deleted, "ETag")).isEqualTo("W/\"2\"");
    assertThat(deleted.body()).contains("\"severity\":\"information\"");
  }

  @Test
  void respond_async_is_refused_before_anything_is_done() {
    var refused = put("", "Prefer", "respond-async");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("async-unsupported");
    assertThat(server.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void content_location_names_the_version_that_is_shown() {
    var made = put("");
    String version = server.url() + path + "/_history/1";

    assertThat(header(made, "Content-Location")).isEqualTo(version);
    assertThat(header(server.get(path), "Content-Location")).isEqualTo(version);
    assertThat(header(put("", "Prefer", "return=OperationOutcome"), "Content-Location"))
        .isEqualTo("none");
  }

  @Test
  void what_was_not_modified_is_304() {
    put("");
    String modified = header(server.get(path), "Last-Modified");
    var same = server.get(path, "If-Modified-Since", modified);

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(header(same, "ETag")).isEqualTo("W/\"1\"");
    assertThat(server.get(path, "If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT").statusCode())
        .isEqualTo(200);
    assertThat(server.get(path, "If-Modified-Since", "yesterday").statusCode()).isEqualTo(200);
  }

  @Test
  void a_tag_is_worth_more_than_a_date() {
    put("");
    String modified = header(server.get(path), "Last-Modified");

    assertThat(
            server
                .get(path, "If-Modified-Since", modified, "If-None-Match", "W/\"7\"")
                .statusCode())
        .isEqualTo(200);
    assertThat(server.get(path, "If-None-Match", "W/\"7\", W/\"1\"").statusCode()).isEqualTo(304);
    assertThat(server.get(path, "If-None-Match", "*").statusCode()).isEqualTo(304);
  }

  @Test
  void head_is_a_read_without_a_body() {
    put("");
    var head = server.send("HEAD", path, "");
    var get = server.get(path);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"ETag", "Last-Modified", "Content-Type", "Content-Location"}) {
      assertThat(header(head, name)).isEqualTo(header(get, name)).isNotEqualTo("none");
    }
    assertThat(server.send("HEAD", "/Patient/never-there", "").statusCode()).isEqualTo(404);
  }

  @Test
  void options_tells_what_may_be_done() {
    var instance = server.send("OPTIONS", path, "");

    assertThat(instance.statusCode()).isEqualTo(204);
    assertThat(header(instance, "Allow")).isEqualTo("GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    assertThat(header(instance, "Accept-Patch")).contains("application/json-patch+json");
    assertThat(header(server.send("OPTIONS", "/Patient", ""), "Allow")).contains("POST");
    assertThat(header(server.send("OPTIONS", "/metadata", ""), "Allow"))
        .isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void a_resource_is_not_posted() {
    put("");
    var refused = server.post(path, "{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id));

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.body()).contains("not-supported");
  }

  @Test
  void request_and_correlation_ids_are_echoed() {
    var found = server.get("/metadata", "X-Correlation-Id", "c-1", "X-Request-Id", "r-1");
    var refused = server.get("/Foo/1", "X-Correlation-Id", "c-2");
    var odd = server.get("/Foo/1", "X-Correlation-Id", "<script>");

    assertThat(header(found, "X-Correlation-Id")).isEqualTo("c-1");
    assertThat(header(found, "X-Request-Id")).isEqualTo("r-1");
    assertThat(header(refused, "X-Correlation-Id")).isEqualTo("c-2");
    assertThat(header(odd, "X-Correlation-Id")).isEqualTo("none");
  }
}
