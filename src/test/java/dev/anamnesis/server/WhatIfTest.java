package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code $what-if}: a transaction that is answered and not carried out. */
class WhatIfTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Random bundles; 1000 for the long form. */
  private static final int BUNDLES = Integer.getInteger("anamnesis.what-if", 60);

  private static final List<String> STATUSES =
      List.of("draft", "active", "on-hold", "completed", "stopped", "entered-in-error");

  private final LiveServer server = LiveServer.shared();
  private final String run = "w" + UUID.randomUUID().toString().substring(0, 8);
  private final Random random = new Random(11);

  private static String bundle(List<String> entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  private static String entry(String method, String url, String more) {
    return "{\"request\":{\"method\":\"%s\",\"url\":\"%s\"}%s}".formatted(method, url, more);
  }

  private String total() throws Exception {
    return JSON.readTree(server.get("/_history?_count=0").body()).path("total").asText();
  }

  /** What differs between one time and another: made ids, instants. */
  private static JsonNode alike(String json) throws Exception {
    return JSON.readTree(
        json.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}", "ID")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z", "INSTANT"));
  }

  private static List<String> facts(JsonNode parameters) {
    var facts = new ArrayList<String>();
    for (JsonNode parameter : parameters.path("parameter")) {
      if (parameter.path("name").asText().equals("fact")) {
        facts.add(parameter.at("/part/0/valueCode").asText());
      }
    }
    return facts;
  }

  @Test
  void it_is_answered_and_nothing_is_there_afterwards() throws Exception {
    String id = run + "-a";
    String before = total();
    var tried =
        server.post(
            "/$what-if",
            bundle(
                List.of(
                    entry(
                        "PUT",
                        "Patient/" + id,
                        ",\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"%s\",\"telecom\":[{\"system\":\"phone\",\"value\":\"1\"}]}"
                            .formatted(id)),
                    entry("GET", "Patient/" + id, ""))));
    assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
    JsonNode answer = JSON.readTree(tried.body());
    JsonNode response = answer.at("/parameter/0/resource");
    assertThat(response.path("type").asText()).isEqualTo("transaction-response");
    assertThat(response.at("/entry/0/response/status").asText()).isEqualTo("201 Created");
    assertThat(response.at("/entry/1/resource/telecom/0/value").asText()).isEqualTo("1");
    assertThat(facts(answer)).containsExactly("PatientRegistered", "ContactInfoUpdated");
    assertThat(server.get("/Patient/" + id).statusCode()).isEqualTo(404);
    assertThat(total()).isEqualTo(before);
  }

  @Test
  void what_the_sender_says_of_provenance_is_among_the_facts_it_would_record() throws Exception {
    String stated = "{\"resourceType\":\"Provenance\",\"agent\":[{\"who\":{\"display\":\"dr\"}}]}";
    String wrong = "{\"resourceType\":\"Provenance\"}";
    String id = run + "-p";
    String put =
        entry(
            "PUT",
            "Patient/" + id,
            ",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id));
    String two = bundle(List.of(put, put.replace(id, id + "2")));
    assertThat(server.post("/$what-if", two, "X-Provenance", wrong).statusCode()).isEqualTo(400);

    JsonNode tried = JSON.readTree(server.post("/$what-if", two, "X-Provenance", stated).body());
    assertThat(facts(tried))
        .containsExactly(
            "PatientRegistered", "ProvenanceStated", "PatientRegistered", "ProvenanceStated");
    assertThat(facts(JSON.readTree(server.post("/$what-if", two).body())))
        .containsExactly("PatientRegistered", "PatientRegistered");

    assertThat(server.post("", two, "X-Provenance", stated).statusCode()).isEqualTo(200);
    String path = "/Patient/" + id;
    assertThat(facts(JSON.readTree(server.get(path + "/$facts").body())))
        .containsExactly("PatientRegistered", "ProvenanceStated");
    assertThat(server.delete(path).statusCode()).isEqualTo(204);
    String dry = path + "/$revert?dryRun=true";
    assertThat(facts(JSON.readTree(server.post(dry, "", "X-Provenance", stated).body())))
        .endsWith("ProvenanceStated");
    // Nothing would be recorded: there is nothing to say it of.
    String same = bundle(List.of(put.replace(id, id + "2")));
    assertThat(facts(JSON.readTree(server.post("/$what-if", same, "X-Provenance", stated).body())))
        .isEmpty();
  }

  @Test
  void only_a_transaction_can_be_tried() {
    assertThat(
            server
                .post("/$what-if", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(server.post("/$what-if", "").statusCode()).isEqualTo(400);
    assertThat(server.post("/$what-if", "{\"resourceType\":\"Patient\"}").statusCode())
        .isEqualTo(400);
  }

  private String patient(String id) {
    String members = random.nextBoolean() ? ",\"gender\":\"female\"" : ",\"active\":true";
    return "{\"resourceType\":\"Patient\"%s,\"name\":[{\"family\":\"F%d\"}]%s}"
        .formatted(
            id.isEmpty() ? "" : ",\"id\":\"" + id + '"',
            random.nextInt(3),
            random.nextBoolean() ? members : "");
  }

  private String prescription(String id, String subject) {
    return """
        {"resourceType":"MedicationRequest","id":"%s","status":"%s","intent":"order",\
        "medicationCodeableConcept":{"text":"m"},"subject":{"reference":"%s"}}"""
        .formatted(id, STATUSES.get(random.nextInt(STATUSES.size())), subject);
  }

  private String entry(int at) {
    String id = run + "-" + random.nextInt(6);
    String full = ",\"fullUrl\":\"urn:uuid:%d\"".formatted(at);
    String ifMatch = random.nextInt(8) == 0 ? ",\"ifMatch\":\"W/\\\"1\\\"\"" : "";
    return switch (random.nextInt(7)) {
      case 0 -> entry("POST", "Patient", full + ",\"resource\":" + patient(""));
      case 1, 2 ->
          entry("PUT", "Patient/" + id, full + ",\"resource\":" + patient(id))
              .replaceFirst(
                  "(\"url\":\"[^\"]+\")", "$1" + java.util.regex.Matcher.quoteReplacement(ifMatch));
      case 3, 4 ->
          entry(
              "PUT",
              "MedicationRequest/" + id,
              full + ",\"resource\":" + prescription(id, "urn:uuid:" + (at == 0 ? 0 : at - 1)));
      case 5 -> entry("DELETE", "Patient/" + id, "");
      default -> entry("GET", "Patient/" + id, "");
    };
  }

  private static List<String> recorded(LiveServer server, JsonNode response) throws Exception {
    var facts = new ArrayList<String>();
    for (JsonNode entry : response.path("entry")) {
      String[] location = entry.at("/response/location").asText().split("/");
      if (location.length != 4) continue;
      int version = Integer.parseInt(location[3]);
      String url =
          "/%s/%s/$facts?_count=1&after=%d".formatted(location[0], location[1], version - 1);
      JsonNode page = JSON.readTree(server.get(url).body());
      facts.addAll(facts(page));
    }
    return facts;
  }

  @Test
  void what_is_tried_and_then_done_is_answered_the_same() throws Exception {
    int done = 0;
    int refused = 0;
    for (int n = 0; n < BUNDLES; n++) {
      var entries = new ArrayList<String>();
      int size = 1 + random.nextInt(4);
      for (int at = 0; at < size; at++) entries.add(entry(at));
      String bundle = bundle(entries);
      String[] headers =
          random.nextBoolean()
              ? new String[] {"Prefer", "return=representation"}
              : new String[] {"Prefer", "return=minimal"};
      String before = total();
      HttpResponse<String> tried = server.post("/$what-if", bundle, headers);
      assertThat(total()).isEqualTo(before);
      HttpResponse<String> real = server.post("", bundle, headers);
      assertThat(tried.statusCode()).as(bundle + tried.body()).isEqualTo(real.statusCode());
      if (real.statusCode() != 200) {
        assertThat(alike(tried.body())).as(bundle).isEqualTo(alike(real.body()));
        refused++;
        continue;
      }
      JsonNode answer = alike(tried.body());
      assertThat(answer.at("/parameter/0/resource")).as(bundle).isEqualTo(alike(real.body()));
      if (!bundle.contains("\"GET\"") && !before.equals(total())) {
        assertThat(recorded(server, JSON.readTree(real.body())))
            .as(bundle)
            .containsAll(facts(answer));
      }
      done++;
    }
    assertThat(done).isGreaterThan(BUNDLES / 4);
    assertThat(refused).isGreaterThan(BUNDLES / 20);
  }
}
