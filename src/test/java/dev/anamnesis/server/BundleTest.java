package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** https://hl7.org/fhir/R4/http.html#transaction. */
class BundleTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();

  private static String entry(String method, String url, String resource) {
    String body = resource.isEmpty() ? "" : "\"resource\":" + resource + ",";
    return "{" + body + "\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"}}";
  }

  static String posted(String fullUrl, String type, String members) {
    return "{\"fullUrl\":\"%s\",\"resource\":{\"resourceType\":\"%s\",%s},\"request\":{\"method\":\"POST\",\"url\":\"%s\"}}"
        .formatted(fullUrl, type, members, type);
  }

  private HttpResponse<String> send(String type, String... entries) {
    return send(type, List.of(entries), "X-Any", "none");
  }

  private HttpResponse<String> send(String type, List<String> entries, String... headers) {
    return server.post(
        "/",
        "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
            .formatted(type, String.join(",", entries)),
        headers);
  }

  static List<String> statuses(HttpResponse<String> response) {
    return entries(response).stream()
        .map(entry -> ((Json.Obj) entry.get("response").orElseThrow()))
        .map(answer -> answer.string("status").orElseThrow())
        .toList();
  }

  private static List<Json.Obj> entries(HttpResponse<String> response) {
    return ((Json.Obj) Json.parse(response.body()))
        .items("entry").stream().map(Json.Obj.class::cast).toList();
  }

  private static String location(HttpResponse<String> response, int entry) {
    var answer = (Json.Obj) entries(response).get(entry).get("response").orElseThrow();
    return answer.string("location").orElseThrow();
  }

  private String patient(String name) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"name\":[{\"family\":\"%s\"}]}"
        .formatted(id, name);
  }

  @Test
  void a_transaction_creates_and_links_what_it_holds_at_one_instant() {
    var response =
        send(
            "transaction",
            posted(
                "urn:uuid:b1",
                "Observation",
                "\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"urn:uuid:a1\"}"),
            posted("urn:uuid:a1", "Patient", "\"active\":true"));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).contains("\"type\":\"transaction-response\"");
    assertThat(statuses(response)).containsExactly("201 Created", "201 Created");
    var observation = server.get("/" + location(response, 0)).body();
    String patient = location(response, 1).replaceFirst("/_history/1$", "");
    assertThat(observation).contains("\"reference\":\"" + patient + "\"");
    var instant = server.get("/" + patient).headers().firstValue("Last-Modified");
    assertThat(server.get("/" + location(response, 0)).headers().firstValue("Last-Modified"))
        .isEqualTo(instant);
  }

  @Test
  void deletes_come_before_creates_and_reads_see_all_of_it() {
    server.put("/Patient/" + id, patient("Old"));
    var response =
        send(
            "transaction",
            entry("GET", "Patient/" + id, ""),
            entry("GET", "Patient/" + id + "x", ""),
            entry("PUT", "Patient/" + id + "x", patient("New").replace(id, id + "x")),
            entry("DELETE", "Encounter/" + id, ""));
    assertThat(statuses(response))
        .containsExactly("200 OK", "200 OK", "201 Created", "204 No Content");
    assertThat(response.body()).contains("Old").contains("New");
  }

  @Test
  void a_transaction_with_one_bad_entry_stores_nothing_and_names_it() {
    var response =
        send(
            "transaction",
            entry("PUT", "Patient/" + id, patient("A")),
            entry(
                "PUT",
                "MedicationRequest/" + id,
                "{\"resourceType\":\"MedicationRequest\",\"id\":\"other\",\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/x\"},\"medicationCodeableConcept\":{\"text\":\"m\"}}"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("Bundle.entry[1]").contains("id-mismatch");
    assertThat(server.get("/Patient/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void a_rule_that_refuses_one_entry_refuses_all() {
    String request =
        "{\"resourceType\":\"MedicationRequest\",\"id\":\"%s\",\"status\":\"%s\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/x\"},\"medicationCodeableConcept\":{\"text\":\"m\"}}";
    server.put("/MedicationRequest/" + id, request.formatted(id, "stopped"));
    var response =
        send(
            "transaction",
            entry("PUT", "Patient/" + id, patient("A")),
            entry("PUT", "MedicationRequest/" + id, request.formatted(id, "active")));
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body())
        .contains("Bundle.entry[1].resource.status")
        .contains("prescription-status-move");
    assertThat(server.get("/Patient/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void a_stale_if_match_of_one_entry_refuses_all() {
    server.put("/Patient/" + id, patient("A"));
    String stale =
        "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"Patient/%s\",\"ifMatch\":\"W/\\\"7\\\"\"}}"
            .formatted(patient("B"), id);
    var response = send("transaction", stale, posted("urn:uuid:x", "Patient", "\"active\":true"));
    assertThat(response.statusCode()).isEqualTo(412);
    assertThat(response.body()).contains("Bundle.entry[0]");
  }

  @Test
  void a_resource_named_twice_is_refused() {
    var response =
        send(
            "transaction",
            entry("PUT", "Patient/" + id, patient("A")),
            entry("DELETE", "Patient/" + id, ""));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("resource-twice");
  }

  @Test
  void entries_of_a_batch_are_on_their_own() {
    var response =
        send(
            "batch",
            entry("PUT", "Patient/" + id, patient("A")),
            entry("GET", "Patient/nobody-" + id, ""),
            entry("PUT", "Nothing/1", patient("A")),
            entry("BREW", "Patient", ""),
            entry("GET", "Patient/" + id, ""),
            entry("GET", "Patient/" + id + "/_history", ""));
    assertThat(statuses(response))
        .containsExactly("201 Created", "404", "404", "400", "200 OK", "200 OK");
    assertThat(response.body()).contains("\"type\":\"history\"").contains("Bundle.entry[1]");
  }

  @Test
  void an_entry_of_a_batch_that_is_no_fhir_is_refused_alone() {
    var response =
        send(
            "batch",
            entry("PUT", "Patient/" + id, patient("A")),
            entry("POST", "Patient", "{\"resourceType\":\"Patient\",\"nonsense\":1}"),
            "{\"request\":{\"url\":\"Patient\"}}",
            entry("GET", "Patient/" + id, ""));
    assertThat(statuses(response)).containsExactly("201 Created", "400", "400", "200 OK");
    assertThat(response.body())
        .contains("Bundle.entry[1].resource.nonsense")
        .contains("Bundle.entry[2].request.method");
  }

  @Test
  void two_thousand_entries_are_one_commit_group() {
    var entries =
        IntStream.range(0, 2_000)
            .mapToObj(i -> posted("urn:uuid:" + i, "Basic", "\"code\":{\"text\":\"" + i + "\"}"))
            .collect(Collectors.toCollection(ArrayList::new));
    var response = send("transaction", entries);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(statuses(response)).hasSize(2_000).containsOnly("201 Created");
  }

  @Test
  void a_transaction_sent_again_with_its_key_is_answered_what_the_first_one_was() {
    var entries =
        List.of(
            posted("urn:uuid:1", "Patient", "\"active\":true"),
            entry("PUT", "Patient/" + id, patient("A")));
    var first = send("transaction", entries, "Idempotency-Key", id);
    var second = send("transaction", entries, "Idempotency-Key", id);
    assertThat(entries(second)).isEqualTo(entries(first));
    assertThat(server.get("/Patient/" + id + "/_history").body()).contains("\"total\":1");
  }

  @Test
  void resources_are_answered_to_a_client_that_asks_for_them() {
    var response =
        send(
            "transaction",
            List.of(entry("PUT", "Patient/" + id, patient("Asked"))),
            "Prefer",
            "return=representation");
    assertThat(response.body()).contains("Asked");
    assertThat(send("transaction", entry("PUT", "Patient/" + id, patient("Not"))).body())
        .doesNotContain("\"Not\"");
  }

  @Test
  void another_type_of_bundle_is_told_where_to_go() {
    var response = send("collection");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("empty-value");
    var collection = server.post("/", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}");
    assertThat(collection.body()).contains("bundle-type").contains("/Bundle");
  }

  @Test
  void an_empty_transaction_is_answered_empty() {
    var response = server.post("/", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("transaction-response").doesNotContain("entry");
  }

  @Test
  void a_bundle_comes_and_goes_in_xml() {
    var response =
        server.send(
            "POST",
            "/",
            "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"transaction\"/><entry><resource><Patient><active value=\"true\"/></Patient></resource>"
                + "<request><method value=\"POST\"/><url value=\"Patient\"/></request></entry></Bundle>",
            "Content-Type",
            "application/fhir+xml",
            "Accept",
            "application/fhir+xml");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("<status value=\"201 Created\"/>");
  }
}
