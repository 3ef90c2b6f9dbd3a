package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that make sense, and that few clients send (https://hl7.org/fhir/R4/http.html). */
class UnusualRequestsTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();
  private final String path = "/Patient/" + id;

  private String patient(String active) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":%s}".formatted(id, active);
  }

  @BeforeEach
  void there_is_one() {
    assertThat(server.put(path, patient("true")).statusCode()).isEqualTo(201);
  }

  private void is_as_it_was() {
    assertThat(server.get(path).headers().firstValue("ETag")).hasValue("W/\"1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_history/1", "/_history"})
  void a_version_and_a_history_are_only_read(String below) {
    for (String method : new String[] {"DELETE", "PUT", "PATCH", "POST"}) {
      String body = method.equals("DELETE") ? "" : patient("false");
      var refused = server.send(method, path + below, body);
      assertThat(refused.statusCode()).as(method).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    }
    is_as_it_was();
  }

  @Test
  void the_tags_of_a_version_are_read_and_never_changed() {
    String tag =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":{\"tag\":[{\"code\":\"x\"}]}}]}";
    String version = path + "/_history/1";
    assertThat(server.get(version + "/$meta").statusCode()).isEqualTo(200);
    assertThat(server.post(version + "/$meta-add", tag).statusCode()).isEqualTo(405);
    assertThat(server.post(version + "/$meta-delete", tag).statusCode()).isEqualTo(405);
    assertThat(server.get(version + "/$everything").statusCode()).isEqualTo(405);
    is_as_it_was();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$everything", "$meta", "$history", "$facts"})
  void operations_that_read_are_asked_by_head_too(String operation) {
    var head = server.send("HEAD", path + "/" + operation, "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
  }

  @Test
  void a_put_that_asks_for_a_new_resource_writes_over_none() {
    var refused = server.put(path, patient("false"), "If-None-Match", "*");
    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(refused.body()).contains("exists-already");
    assertThat(
            server
                .put("/Patient?_id=" + id, patient("false"), "If-None-Match", "*")
                .statusCode())
        .isEqualTo(412);
    assertThat(server.put(path, patient("false"), "If-None-Match", "W/\"7\"").statusCode())
        .isEqualTo(400);
    is_as_it_was();
    String other = UUID.randomUUID().toString();
    String body = patient("true").replace(id, other);
    assertThat(server.put("/Patient/" + other, body, "If-None-Match", "*").statusCode())
        .isEqualTo(201);
  }

  private HttpResponse<String> createUnless(String condition) {
    return server.post(
        "/Patient", "{\"resourceType\":\"Patient\"}", "If-None-Exist", condition);
  }

  @Test
  void a_condition_about_another_type_is_refused() {
    assertThat(createUnless("Observation?_id=" + id).statusCode()).isEqualTo(400);
    assertThat(createUnless("Patient?_id=" + id).statusCode()).isEqualTo(200);
    assertThat(createUnless(server.url() + "/Patient?_id=" + id).statusCode()).isEqualTo(200);
    assertThat(createUnless("_id=" + id).statusCode()).isEqualTo(200);
  }

  @Test
  void a_form_is_no_resource() {
    var refused =
        server.post("/Patient", "name=x", "Content-Type", "application/x-www-form-urlencoded");
    assertThat(refused.statusCode()).isEqualTo(415);
  }
}
