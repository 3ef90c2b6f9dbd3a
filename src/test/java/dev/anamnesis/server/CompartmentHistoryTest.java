package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code $history} and what is done with it: a patient's whole record, then and now. */
class CompartmentHistoryTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final LiveServer server = LiveServer.shared();
  private final String id = "c" + UUID.randomUUID().toString().substring(0, 12);
  private final List<String> instants = new ArrayList<>();

  private void put(String type, String id, String members) throws Exception {
    var answer =
        server.put(
            "/" + type + "/" + id,
            "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, members));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    instants.add(JSON.readTree(answer.body()).at("/meta/lastUpdated").asText());
  }

  private void condition(String patient, String note) throws Exception {
    put(
        "Condition",
        id + "-1",
        ",\"subject\":{\"reference\":\"Patient/%s\"},\"code\":{\"text\":\"%s\"}"
            .formatted(patient, note));
  }

  /** Two versions of a condition, which turns out to be another patient's; a flag, deleted. */
  @BeforeEach
  void live() throws Exception {
    put("Patient", id, "");
    put("Patient", id + "-other", "");
    condition(id, "a");
    condition(id, "b");
    put(
        "Flag",
        id + "-2",
        ",\"status\":\"active\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/%s\"}"
            .formatted(id));
    condition(id + "-other", "b");
    server.delete("/Flag/" + id + "-2");
    put("Patient", id, ",\"active\":true");
  }

  private List<String> read(String url) throws Exception {
    var names = new ArrayList<String>();
    String next = url;
    while (!next.isEmpty()) {
      var answer = server.get(next);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode bundle = JSON.readTree(answer.body());
      for (JsonNode entry : bundle.path("entry")) names.add(name(entry));
      next = "";
      for (JsonNode link : bundle.path("link")) {
        if (link.path("relation").asText().equals("next")) next = link.path("url").asText();
      }
    }
    return names;
  }

  private String name(JsonNode entry) {
    String full = entry.path("fullUrl").asText();
    String etag = entry.at("/response/etag").asText().replaceAll("\\D", "");
    String version = etag.isEmpty() ? entry.at("/resource/meta/versionId").asText() : etag;
    return full.substring(full.indexOf("/fhir/") + 6).replace(id, "id") + " " + version;
  }

  @Test
  void the_history_of_a_record_holds_each_version_that_is_about_the_patient() throws Exception {
    String url = "/Patient/" + id + "/$history";
    List<String> all =
        List.of(
            "Patient/id 1",
            "Condition/id-1 1",
            "Condition/id-1 2",
            "Flag/id-2 1",
            "Flag/id-2 2",
            "Patient/id 2");
    assertThat(read(url + "?_sort=_lastUpdated")).isEqualTo(all);
    assertThat(read(url + "?_count=2")).isEqualTo(all.reversed());
    assertThat(read(url + "?_type=Condition"))
        .containsExactly("Condition/id-1 2", "Condition/id-1 1");
    assertThat(read(url + "?_since=" + instants.get(4)))
        .containsExactly("Patient/id 2", "Flag/id-2 2", "Flag/id-2 1");
    assertThat(read("/Patient/" + id + "-other/$history"))
        .containsExactly("Condition/id-1 3", "Patient/id-other 1");
  }

  @Test
  void at_an_instant_it_is_the_record_of_then() throws Exception {
    String url = "/Patient/" + id + "/$history?_at=";
    assertThat(read(url + instants.get(4)))
        .containsExactly("Flag/id-2 1", "Condition/id-1 2", "Patient/id 1");
    assertThat(read(url + "gt" + instants.getLast())).containsExactly("Patient/id 2");
  }

  @Test
  void what_is_not_understood_is_refused() {
    assertThat(server.get("/Patient/nobody-" + id + "/$history").statusCode()).isEqualTo(404);
  }

  private List<String> told(String url) throws Exception {
    var told = new ArrayList<String>();
    var answer = server.post(url, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (JsonNode parameter : JSON.readTree(answer.body()).path("parameter")) {
      StringBuilder line = new StringBuilder(parameter.path("name").asText());
      for (int at = 0; at < 2; at++) {
        JsonNode part = parameter.path("part").path(at);
        for (var member : part.properties()) {
          if (member.getKey().startsWith("value"))
            line.append(' ').append(member.getValue().asText());
        }
      }
      told.add(line.toString().replace(id, "id"));
    }
    return told;
  }

  private static List<String> changes(JsonNode parameters) {
    var changes = new ArrayList<String>();
    for (JsonNode changed : parameters.path("parameter")) {
      var line = new ArrayList<String>();
      for (JsonNode part : changed.path("part")) {
        String name = part.path("name").asText();
        line.add(
            switch (name) {
              case "resource" -> part.path("valueUri").asText();
              case "operation" -> part.at("/part/1/valueString").asText();
              default -> name + part.path("valueId").asText();
            });
      }
      changes.add(String.join(" ", line));
    }
    return changes;
  }

  @Test
  void what_changed_in_a_record_is_told_resource_by_resource() throws Exception {
    String url = "/Patient/" + id + "/$diff-record?fromAt=";
    String all = server.get(url + instants.get(2) + "&toAt=" + instants.get(4)).body();
    assertThat(changes(JSON.readTree(all.replace(id, "id"))))
        .containsExactly(
            "Condition/id-1 from1 to2 Condition.code.text", "Flag/id-2 to1 Flag Flag Flag");
    String now = server.get(url + instants.get(4)).body();
    assertThat(changes(JSON.readTree(now.replace(id, "id"))))
        .containsExactly(
            "Patient/id from1 to2 Patient",
            "Condition/id-1 from2 Condition.code Condition.subject",
            "Flag/id-2 from1 Flag.status Flag.code Flag.subject");
    assertThat(server.get("/Patient/" + id + "/$diff-record").statusCode()).isEqualTo(400);
  }

  @Test
  void each_change_in_a_record_tells_the_fact_behind_it() throws Exception {
    String url = "/Patient/" + id + "/$diff-record?fromAt=";
    JsonNode then =
        JSON.readTree(server.get(url + instants.get(2) + "&toAt=" + instants.get(4)).body());
    assertThat(then.findValuesAsText("valueCode"))
        .contains("ResourceAmended", "ResourceRecorded")
        .doesNotContain("ResourceRemoved");
    String now = server.get(url + instants.get(4)).body();
    assertThat(JSON.readTree(now).findValuesAsText("valueCode"))
        .contains("PatientReactivated", "ResourceAmended", "ResourceRemoved");
    for (JsonNode operation : JSON.readTree(now).findParents("extension")) {
      if (!operation.has("part")) continue;
      assertThat(operation.at("/extension/0/extension/0/url").asText()).isEqualTo("type");
    }
  }

  @Test
  void a_record_goes_back_to_an_instant_in_one_transaction() throws Exception {
    String url = "/Patient/" + id + "/$revert-record?at=" + instants.get(4);
    assertThat(told(url + "&dryRun=true"))
        .containsExactly(
            "fact Reverted Patient/id",
            "fact PatientReactivated Patient/id",
            "fact Reverted Condition/id-1",
            "fact ResourceAmended Condition/id-1",
            "fact Reverted Flag/id-2",
            "fact ResourceRestored Flag/id-2");
    assertThat(read("/Patient/" + id + "/$everything")).containsExactly("Patient/id 2");
    assertThat(told(url))
        .containsExactly("changed Patient/id 3", "changed Condition/id-1 4", "changed Flag/id-2 3");
    assertThat(read("/Patient/" + id + "/$everything"))
        .containsExactly("Flag/id-2 3", "Condition/id-1 4", "Patient/id 3");
    assertThat(told(url)).isEmpty();
  }

  @Test
  void what_is_new_since_then_is_deleted() throws Exception {
    String url = "/Patient/" + id + "/$revert-record?at=" + instants.get(1);
    assertThat(told(url)).containsExactly("changed Patient/id 3");
    condition(id, "c");
    assertThat(told(url)).containsExactly("changed Condition/id-1 5");
    assertThat(read("/Patient/" + id + "/$everything")).containsExactly("Patient/id 3");
    assertThat(server.post("/Patient/" + id + "/$revert-record", "").statusCode()).isEqualTo(400);
  }
}
