package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody should send, and somebody will. */
class OddRequestsTest {

  private static final String JSON = "application/fhir+json";
  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();
  private String before = "";

  @BeforeEach
  void remember() {
    before = total();
  }

  @AfterEach
  void nothing_was_stored() {
    assertThat(total()).isEqualTo(before);
  }

  private String total() {
    String body = server.get("/_history?_count=0").body();
    return body.substring(body.indexOf("\"total\""), body.indexOf(",", body.indexOf("\"total\"")));
  }

  private static void refused(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body())
        .startsWith("{\"resourceType\":\"OperationOutcome\"")
        .contains("\"code\":\"" + code + "\"")
        .doesNotContain("Exception")
        .doesNotContain("dev.anamnesis");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /Foo/1, 404, unknown-type",
    "GET, /Patient/never-there, 404, not-found",
    "GET, /Patient/a%20b, 400, bad-id",
    "GET, /Patient/x/_history/0, 404, not-found",
    "GET, /Patient/x/_history/one, 404, not-found",
    "GET, /Patient/never-there/_history, 404, not-found",
    "GET, /_history?_since=yesterday, 400, bad-parameter",
    "GET, /_history?_count=-1, 400, bad-parameter",
    "GET, /_history?_count=x, 400, bad-parameter",
    "GET, /_history?_sort=name, 400, bad-parameter",
    "GET, /_history?_type=Nothing, 400, bad-parameter",
    "GET, /_history?_cursor=abc, 400, bad-parameter",
    "GET, /_history?nonsense=1, 400, unknown-parameter",
    "GET, /Patient/_history?_type=Patient, 400, unknown-parameter",
    "DELETE, /AuditEvent/1, 405, audit-read-only",
    "DELETE, /Patient/a%2fb, 400, http-400",
    "POST, /Patient, 400, body-missing",
    "PUT, /Patient/x, 400, body-missing",
  })
  void the_url_is_refused(String method, String path, int status, String code) {
    refused(server.send(method, path, "", "Content-Type", JSON), status, code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"resourceType\":\"Patient\"|json-syntax",
        "[]|json-syntax",
        "{\"resourceType\":\"Patient\"} {}|json-syntax",
        "{\"resourceType\":\"Observation\"}|resource-type-mismatch",
        "{\"active\":true}|resource-type-missing",
        "{\"resourceType\":\"Patient\",\"nickname\":\"x\"}|unknown-element",
        "{\"resourceType\":\"Patient\",\"active\":\"true\"}|wrong-type",
        "{\"resourceType\":\"Patient\",\"active\":true,\"active\":true}|json-duplicate-member",
        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"a\\u0000\"}]}|json-null-character",
        "{\"resourceType\":\"Patient\",\"name\":[]}|empty-value",
        "{\"resourceType\":\"Patient\",\"name\":{}}|wrong-type",
        "{\"resourceType\":\"Patient\",\"birthDate\":\"2024-13-01\"}|bad-value",
        "{\"resourceType\":\"Patient\",\"deceasedBoolean\":true,\"deceasedDateTime\":\"2024\"}|too-many",
        "{\"resourceType\":\"Patient\",\"gender\":null}|empty-value",
        "{\"resourceType\":\"Patient\",\"id\":\"a b\"}|bad-value",
        "{\"resourceType\":\"Patient\",\"_id\":{\"id\":\"a\"}}|unknown-element",
      })
  void the_body_is_refused(String body, String code) {
    refused(server.post("/Patient", body), 400, code);
    refused(server.put("/Patient/" + id, body), 400, code);
  }

  @Test
  void a_bomb_of_depth_is_refused() {
    refused(server.post("/Patient", "{\"a\":" + "[".repeat(200_000)), 400, "json-too-deep");
    refused(
        server.post("/Patient", "{\"resourceType\":\"Patient\",\"name\":" + "[".repeat(5_000)),
        400,
        "json-too-deep");
  }

  @Test
  void forty_megabytes_are_refused_plain_and_inside_gzip() throws IOException {
    byte[] large = " ".repeat(40_000_000).getBytes(StandardCharsets.UTF_8);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(large);
    }
    refused(server.post("/Patient", large, "Content-Type", JSON), 413, "body-too-large");
    refused(
        server.post(
            "/Patient", packed.toByteArray(), "Content-Type", JSON, "Content-Encoding", "gzip"),
        413,
        "body-too-large");
  }

  @Test
  void xml_with_a_dtd_or_entities_is_refused() {
    String bomb =
        "<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Patient xmlns=\"http://hl7.org/fhir\"><language value=\"&b;\"/></Patient>";
    String file =
        "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Patient xmlns=\"http://hl7.org/fhir\"><language value=\"&x;\"/></Patient>";
    String bare = "<Patient xmlns=\"http://hl7.org/fhir\"><language value=\"&x;\"/></Patient>";
    for (String body : new String[] {bomb, file, bare}) {
      var answer =
          server.post("/Patient", body, "Content-Type", "application/fhir+xml", "Accept", JSON);
      refused(answer, 400, "xml-syntax");
      assertThat(answer.body()).doesNotContain("root:");
    }
  }

  @Test
  void other_media_types_and_encodings_are_refused() {
    refused(server.post("/Patient", "x", "Content-Type", "text/plain"), 415, "media-type");
    refused(
        server.post("/Patient", "x", "Content-Type", JSON, "Content-Encoding", "br"),
        415,
        "content-encoding");
    refused(
        server.post("/Patient", "x", "Content-Type", JSON, "Content-Encoding", "gzip"),
        400,
        "content-encoding");
  }

  @Test
  void an_audit_event_is_not_to_be_written() {
    refused(
        server.post("/AuditEvent", "{\"resourceType\":\"AuditEvent\"}"), 405, "audit-read-only");
    refused(
        server.put("/AuditEvent/a", "{\"resourceType\":\"AuditEvent\",\"id\":\"a\"}"),
        405,
        "audit-read-only");
  }

  @Test
  void the_id_of_body_and_url_must_be_one() {
    String other = "{\"resourceType\":\"Patient\",\"id\":\"other\"}";
    refused(server.put("/Patient/" + id, other), 400, "id-mismatch");
    refused(server.put("/Patient/" + id, "{\"resourceType\":\"Patient\"}"), 400, "id-missing");
  }

  @Test
  void a_precondition_that_is_none_is_refused() {
    String body = "{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id);
    refused(server.put("/Patient/" + id, body, "If-Match", "soon"), 400, "bad-etag");
    refused(server.put("/Patient/" + id, body, "If-Match", "W/\"1\""), 412, "stale-version");
  }

  @Test
  void outside_fhir_there_is_an_outcome_too() {
    String root = server.url().replace("/fhir", "");
    refused(server.get(root + "/nothing"), 404, "http-404");
  }

  @Test
  void the_request_id_is_echoed_also_when_refused() {
    var found = server.get("/metadata", "X-Request-Id", "abc-1");
    var refused = server.get("/Foo/1", "X-Request-Id", "abc-2");
    assertThat(found.headers().allValues("X-Request-Id")).containsExactly("abc-1");
    assertThat(refused.headers().allValues("X-Request-Id")).containsExactly("abc-2");
    assertThat(refused.headers().allValues("Date")).hasSize(1);
    assertThat(refused.headers().map()).doesNotContainKeys("server", "x-powered-by");
  }

  @Test
  void the_capability_statement_is_whole_each_time() {
    String first = server.get("/metadata").body();
    assertThat(first).contains("\"fhirVersion\":\"4.0.1\"").contains("MedicationRequest");
    assertThat(server.get("/metadata").body()).isEqualTo(first);
    assertThat(server.send("OPTIONS", "/", "").body()).isEqualTo(first);
    assertThat(server.send("HEAD", "/metadata", "").statusCode()).isEqualTo(200);
  }

  @Test
  void refusals_come_in_xml_where_xml_is_asked_for() {
    var refused = server.get("/Patient/never-there", "Accept", "application/fhir+xml");
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body()).contains("<OperationOutcome xmlns=\"http://hl7.org/fhir\">");
  }
}
