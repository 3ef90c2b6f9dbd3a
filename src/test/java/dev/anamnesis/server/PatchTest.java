package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** JSON Patch over HTTP (https://hl7.org/fhir/R4/http.html#patch). */
class PatchTest {

  private static final String JSON_PATCH = "application/json-patch+json";

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();

  private HttpResponse<String> put(String rest) {
    return server.put(
        "/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(id, rest));
  }

  private HttpResponse<String> patch(String patch, String... headers) {
    var all = new ArrayList<>(List.of("Content-Type", JSON_PATCH));
    all.addAll(List.of(headers));
    return server.send("PATCH", "/Patient/" + id, patch, all.toArray(String[]::new));
  }

  private static void refused(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body())
        .startsWith("{\"resourceType\":\"OperationOutcome\"")
        .contains("\"code\":\"" + code + "\"");
  }

  private static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElse("none");
  }

  @Test
  void a_patch_makes_the_next_version_with_facts_of_its_own() {
    put(",\"active\":true,\"birthDate\":\"1970\"");
    var patched = patch("[{\"op\":\"replace\",\"path\":\"/birthDate\",\"value\":\"1970-05-01\"}]");

    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(etag(patched)).isEqualTo("W/\"2\"");
    assertThat(patched.body()).contains("\"active\":true,\"birthDate\":\"1970-05-01\"");
    assertThat(server.get("/Patient/" + id).body()).isEqualTo(patched.body());
    assertThat(server.get("/Patient/" + id + "/_history").body())
        .contains("{\"method\":\"PATCH\",\"url\":\"Patient/%s\"}".formatted(id));
  }

  @Test
  void a_patch_that_changes_nothing_makes_no_version() {
    put(",\"active\":true");
    var same = patch("[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]");

    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(etag(same)).isEqualTo("W/\"1\"");
  }

  @Test
  void if_match_guards_a_patch() {
    put(",\"active\":true");
    String patch = "[{\"op\":\"replace\",\"path\":\"/active\",\"value\":false}]";

    refused(patch(patch, "If-Match", "W/\"2\""), 412, "stale-version");
    assertThat(patch(patch, "If-Match", "W/\"1\"").statusCode()).isEqualTo(200);
    refused(patch(patch, "If-Match", "W/\"1\""), 412, "stale-version");
  }

  @Test
  void what_is_not_there_is_404_and_what_was_deleted_410() {
    refused(patch("[]"), 404, "not-found");
    put("");
    server.delete("/Patient/" + id);
    refused(patch("[]"), 410, "deleted");
  }

  @Test
  void a_failing_test_is_422_and_changes_nothing() {
    put(",\"active\":true");
    refused(
        patch(
            "[{\"op\":\"remove\",\"path\":\"/active\"},{\"op\":\"test\",\"path\":\"/id\",\"value\":\"other\"}]"),
        422,
        "patch-test-failed");
    assertThat(server.get("/Patient/" + id).body()).contains("\"active\":true");
  }

  @Test
  void the_version_itself_can_be_tested() {
    put(",\"active\":true");
    String test = "[{\"op\":\"test\",\"path\":\"/meta/versionId\",\"value\":\"%s\"}]";

    assertThat(patch(test.formatted(1)).statusCode()).isEqualTo(200);
    refused(patch(test.formatted(2)), 422, "patch-test-failed");
  }

  @Test
  void a_result_that_is_no_resource_is_422_and_names_the_element() {
    put(",\"active\":true");
    var refused = patch("[{\"op\":\"add\",\"path\":\"/birthDate\",\"value\":\"soon\"}]");

    refused(refused, 422, "bad-value");
    assertThat(refused.body()).contains("\"Patient.birthDate\"");
    refused(patch("[{\"op\":\"add\",\"path\":\"/nickname\",\"value\":1}]"), 422, "unknown-element");
  }

  @Test
  void type_and_id_stay_as_they_are() {
    put(",\"active\":true");
    for (String path : List.of("/id", "/resourceType")) {
      refused(
          patch("[{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"x\"}]".formatted(path)),
          422,
          "patch-fixed-element");
      refused(
          patch("[{\"op\":\"remove\",\"path\":\"%s\"}]".formatted(path)),
          422,
          "patch-fixed-element");
    }
    refused(patch("[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]"), 422, "patch-fixed-element");
  }

  @Test
  void a_list_that_loses_its_last_item_is_gone() {
    put(
        ",\"name\":[{\"family\":\"Berg\",\"given\":[\"A\",\"B\"],\"_given\":[null,{\"id\":\"b\"}]}]");

    assertThat(patch("[{\"op\":\"remove\",\"path\":\"/name/0/_given/1/id\"}]").body())
        .contains("\"name\":[{\"family\":\"Berg\",\"given\":[\"A\",\"B\"]}]");
    assertThat(patch("[{\"op\":\"remove\",\"path\":\"/name/0\"}]").body()).doesNotContain("name");
  }

  @Test
  void a_generated_narrative_goes_with_the_data_it_told() {
    String text =
        ",\"text\":{\"status\":\"%s\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>\"}";
    String patch = "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]";
    put(text.formatted("generated"));
    var dropped = patch(patch);
    put(text.formatted("additional"));
    var refused = patch(patch);
    var both =
        patch(
            "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true},{\"op\":\"replace\",\"path\":\"/text/status\",\"value\":\"generated\"}]");

    assertThat(dropped.body()).contains("\"active\":true").doesNotContain("\"text\"");
    refused(refused, 422, "patch-narrative");
    assertThat(both.body()).contains("\"active\":true").contains("\"text\"");
  }

  @Test
  void the_rules_of_the_domain_hold_for_a_patch() {
    String path = "/MedicationRequest/" + id;
    server.put(
        path,
        "{\"resourceType\":\"MedicationRequest\",\"id\":\"%s\",\"status\":\"stopped\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/p\"}}"
            .formatted(id));
    var refused =
        server.send(
            "PATCH",
            path,
            "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"active\"}]",
            "Content-Type",
            JSON_PATCH);

    refused(refused, 422, "prescription-status-move");
  }

  @Test
  void fhirpath_patch_comes_as_parameters_in_json_and_xml() {
    put(",\"active\":true,\"name\":[{\"family\":\"Berg\"}]");
    var json =
        server.send(
            "PATCH",
            "/Patient/" + id,
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"replace\"},{\"name\":\"path\",\"valueString\":\"Patient.name.where(family = 'Berg').family\"},{\"name\":\"value\",\"valueString\":\"Lind\"}]}]}",
            "Content-Type",
            "application/fhir+json; charset=utf-8");
    var xml =
        server.send(
            "PATCH",
            "/Patient/" + id,
            "<Parameters xmlns=\"http://hl7.org/fhir\"><parameter><name value=\"operation\"/><part><name value=\"type\"/><valueCode value=\"delete\"/></part><part><name value=\"path\"/><valueString value=\"Patient.active\"/></part></parameter></Parameters>",
            "Content-Type",
            "application/fhir+xml",
            "Accept",
            "application/fhir+xml");

    assertThat(json.body()).contains("\"active\":true,\"name\":[{\"family\":\"Lind\"}]");
    assertThat(etag(xml)).isEqualTo("W/\"3\"");
    assertThat(xml.body()).contains("<family value=\"Lind\"/>").doesNotContain("active");
  }

  @Test
  void a_fhirpath_patch_is_refused_as_any_other() {
    put(",\"active\":true");
    String patch =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"replace\"},{\"name\":\"path\",\"valueString\":\"%s\"},{\"name\":\"value\",\"valueString\":\"x\"}]}]}";
    String path = "/Patient/" + id;

    refused(server.send("PATCH", path, patch.formatted("Patient.active")), 422, "patch-wrong-type");
    refused(server.send("PATCH", path, patch.formatted("Patient.name")), 422, "patch-no-target");
    refused(server.send("PATCH", path, patch.formatted("Patient.")), 400, "patch-bad-path");
    refused(server.send("PATCH", path, patch.formatted("Patient.id")), 422, "patch-fixed-element");
    refused(
        server.send("PATCH", path, "{\"resourceType\":\"Patient\"}"),
        400,
        "resource-type-mismatch");
  }

  @Test
  void other_formats_are_415_and_say_what_is_taken() {
    put("");
    for (String type :
        List.of("application/xml-patch+xml", "application/merge-patch+json", "x/y")) {
      var refused = server.send("PATCH", "/Patient/" + id, "<diff/>", "Content-Type", type);
      refused(refused, 415, "media-type");
      assertThat(refused.headers().firstValue("Accept-Patch"))
          .contains("application/json-patch+json, application/fhir+json, application/fhir+xml");
    }
  }

  @Test
  void what_is_no_patch_is_400() {
    put("");
    refused(patch("{}"), 400, "patch-malformed");
    refused(patch("["), 400, "json-syntax");
    refused(patch("[{\"op\":\"add\"}]"), 400, "patch-malformed");
    refused(patch(""), 400, "body-missing");
    refused(server.send("PATCH", "/Patient", "[]", "Content-Type", JSON_PATCH), 400, "bad-id");
    refused(
        server.send("PATCH", "/AuditEvent/a", "[]", "Content-Type", JSON_PATCH),
        405,
        "audit-read-only");
  }

  @Test
  void return_minimal_leaves_the_body_out() {
    put(",\"active\":true");
    var patched = patch("[{\"op\":\"remove\",\"path\":\"/active\"}]", "Prefer", "return=minimal");

    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(patched.body()).isEmpty();
    assertThat(etag(patched)).isEqualTo("W/\"2\"");
  }

  @Test
  void a_conditional_patch_goes_for_the_one_that_matches() {
    String patch = "[{\"op\":\"replace\",\"path\":\"/active\",\"value\":false}]";
    String path = "/Patient?identifier=urn:x%7C" + id;

    refused(server.send("PATCH", path, patch, "Content-Type", JSON_PATCH), 404, "not-found");
    put(",\"active\":true,\"identifier\":[{\"system\":\"urn:x\",\"value\":\"%s\"}]".formatted(id));
    var patched = server.send("PATCH", path, patch, "Content-Type", JSON_PATCH);
    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(patched.body()).contains("\"id\":\"%s\"".formatted(id), "\"active\":false");
  }
}
