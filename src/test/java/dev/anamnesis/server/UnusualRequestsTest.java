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
            server.put("/Patient?_id=" + id, patient("false"), "If-None-Match", "*").statusCode())
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
    return server.post("/Patient", "{\"resourceType\":\"Patient\"}", "If-None-Exist", condition);
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

  @Test
  void a_binary_comes_and_goes_as_what_it_holds() {
    String binary = "/Binary/" + id;
    var put =
        server.put(
            binary, "a,b", "Content-Type", "text/csv", "X-Security-Context", "Patient/" + id);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    assertThat(put.body())
        .contains("\"contentType\":\"text/csv\"", "\"data\":\"YSxi\"", "Patient/" + id);
    assertThat(server.get(binary, "Accept", "text/csv").body()).isEqualTo("a,b");
    var posted = server.post("/Binary", "c", "Content-Type", "text/plain");
    assertThat(posted.statusCode()).isEqualTo(201);
    assertThat(server.put(binary, "a", "Content-Type", "no type").statusCode()).isEqualTo(415);
    assertThat(server.put(path, "a,b", "Content-Type", "text/csv").statusCode()).isEqualTo(415);
  }

  @Test
  void slashes_at_the_end_and_empty_parameters_say_nothing() {
    assertThat(server.get("/Patient/?_id=" + id + "&").body()).contains("\"total\":1");
    assertThat(server.get("/Patient?&&_id=" + id).body()).contains("\"total\":1");
    assertThat(server.get(path + "/").statusCode()).isEqualTo(200);
    assertThat(server.post("/Patient/", "{\"resourceType\":\"Patient\"}").statusCode())
        .isEqualTo(201);
  }

  @Test
  void xml_may_say_where_its_schema_is_and_must_say_its_namespace() {
    String xml =
        "<Patient xmlns='%s' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='http://hl7.org/fhir fhir.xsd'><id value='%s'/><active value='true'/></Patient>";
    var taken =
        server.put(
            path, xml.formatted("http://hl7.org/fhir", id), "Content-Type", "application/fhir+xml");
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    is_as_it_was();
    var refused =
        server.put(path, xml.formatted("http://x", id), "Content-Type", "application/fhir+xml");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("xml-namespace");
  }
}
