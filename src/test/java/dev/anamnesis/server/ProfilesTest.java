package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** https://hl7.org/fhir/R4/profiling.html: profiles by setting. */
class ProfilesTest {

  private static final String FOLDER = "src/test/resources/profiles";
  private static final String CLINIC =
      "https://example.org/fhir/StructureDefinition/clinic-patient";
  private static final LiveServer SERVER = LiveServer.with("profiles", FOLDER);

  private final String id = UUID.randomUUID().toString();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static final String KEPT =
      "\"identifier\":[{\"value\":\"1\"}],\"birthDate\":\"1980-01-01\",\"maritalStatus\":{\"coding\":[{\"system\":\"https://example.org/fhir/CodeSystem/marital\",\"code\":\"%s\"}]}";

  private String patient(String profile, String members) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"meta\":{\"profile\":[\"%s\"]},%s}"
        .formatted(id, profile, members);
  }

  private HttpResponse<String> put(String body) {
    return SERVER.put("/Patient/" + id, body);
  }

  private static void refused(HttpResponse<String> response, String... said) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
    assertThat(response.body()).contains("profile-not-met").contains(said);
  }

  @Test
  void what_declares_a_loaded_profile_keeps_it_or_is_refused_with_the_elements_named() {
    refused(put(patient(CLINIC, "\"active\":true")), "Patient.identifier", "Patient.birthDate");
    refused(put(patient(CLINIC, KEPT.formatted("x"))), "\"code-invalid\"", "Patient.maritalStatus");
    refused(put(patient(CLINIC + "|1.2", "\"active\":true")), "Patient.identifier");
    assertThat(SERVER.get("/Patient/" + id).statusCode()).isEqualTo(404);
    assertThat(put(patient(CLINIC, KEPT.formatted("m"))).statusCode()).isEqualTo(201);
  }

  @Test
  void whatever_way_it_comes_it_is_the_same() {
    refused(SERVER.post("/Patient", patient(CLINIC, "\"active\":true")), "Patient.identifier");
    assertThat(put(patient(CLINIC, KEPT.formatted("s"))).statusCode()).isEqualTo(201);
    String patch = "[{\"op\":\"remove\",\"path\":\"/birthDate\"}]";
    refused(
        SERVER.send(
            "PATCH", "/Patient/" + id, patch, "Content-Type", "application/json-patch+json"),
        "Patient.birthDate");
    String entry =
        "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"Patient/%s\"}}"
            .formatted(patient(CLINIC, "\"active\":true"), id);
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}";
    refused(SERVER.post("/", bundle.formatted("transaction", entry)), "Bundle.entry[0].resource");
    assertThat(SERVER.post("/", bundle.formatted("batch", entry)).body())
        .contains("\"status\":\"422\"")
        .contains("Bundle.entry[0].resource.identifier");
    String meta =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":{\"profile\":[\"%s\"]}}]}";
    SERVER.put("/Patient/" + id, patient("http://other", "\"active\":true"));
    refused(
        SERVER.post("/Patient/" + id + "/$meta-add", meta.formatted(CLINIC)), "Patient.identifier");
  }

  @Test
  void what_declares_no_profile_that_is_loaded_is_taken_as_ever() {
    assertThat(put(patient("http://other", "\"active\":true")).statusCode()).isEqualTo(201);
    assertThat(put(patient(CLINIC + "|0.9", "\"active\":false")).statusCode()).isEqualTo(200);
  }

  @Test
  void no_refusal_repeats_what_the_resource_says() {
    var response = put(patient(CLINIC, KEPT.formatted("a-secret-code")));
    refused(response, "Patient.maritalStatus");
    assertThat(response.body()).doesNotContain("a-secret-code").doesNotContain("1980-01-01");
  }

  @Test
  void a_nominated_profile_is_validated_against_and_an_unknown_one_refused() {
    String url = "/Patient/$validate?profile=";
    String plain = "{\"resourceType\":\"Patient\",\"active\":true}";
    var broken = SERVER.post(url + CLINIC, plain);
    assertThat(broken.statusCode()).isEqualTo(200);
    assertThat(broken.body()).contains("profile-not-met").contains("Patient.birthDate");
    String kept = "{\"resourceType\":\"Patient\"," + KEPT.formatted("m") + "}";
    assertThat(SERVER.post(url + CLINIC, kept).body()).contains("\"valid\"");
    String own = "http://hl7.org/fhir/StructureDefinition/Patient";
    assertThat(SERVER.post(url + own, plain).body()).contains("\"valid\"");
    for (String unknown : new String[] {"http://other", CLINIC + "%7C0.9"}) {
      var refused = SERVER.post(url + unknown, plain);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("profile-unknown");
    }
    String other = "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}";
    assertThat(SERVER.post("/Basic/$validate?profile=" + CLINIC, other).statusCode())
        .isEqualTo(400);
  }
}
