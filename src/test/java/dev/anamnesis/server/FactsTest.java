package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code $facts} and {@code $diff}: what happened, by name. */
class FactsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final LiveServer server = LiveServer.shared();
  private final String id = "t" + UUID.randomUUID().toString().substring(0, 12);
  private final String path = "/Patient/" + id;

  private void put(String members) {
    int status =
        server
            .put(path, "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(id, members))
            .statusCode();
    assertThat(status).isIn(200, 201);
  }

  /** A life of four versions: registered, moved and renamed, deleted, restored. */
  private void live() {
    put(",\"name\":[{\"family\":\"Berg\"}],\"telecom\":[{\"system\":\"phone\",\"value\":\"1\"}]");
    put(",\"name\":[{\"family\":\"Holm\"}],\"telecom\":[{\"system\":\"phone\",\"value\":\"2\"}]");
    assertThat(server.delete(path).statusCode()).isEqualTo(204);
    put(
        ",\"name\":[{\"family\":\"Holm\"}],\"telecom\":[{\"system\":\"phone\",\"value\":\"2\"}],\"active\":true");
  }

  private JsonNode get(String url) throws Exception {
    var answer = server.get(url);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static String part(JsonNode parameter, String name) {
    for (JsonNode part : parameter.path("part")) {
      if (!part.path("name").asText().equals(name)) continue;
      for (var member : part.properties()) {
        if (member.getKey().startsWith("value")) return member.getValue().asText();
      }
    }
    return "";
  }

  private static List<String> facts(JsonNode parameters) {
    var facts = new ArrayList<String>();
    for (JsonNode parameter : parameters.path("parameter")) {
      if (!parameter.path("name").asText().equals("fact")) continue;
      var changed = new ArrayList<String>();
      for (JsonNode part : parameter.path("part")) {
        if (part.path("name").asText().equals("operation")) {
          changed.add(part(part, "type") + " " + part(part, "path"));
        }
      }
      facts.add(part(parameter, "version") + " " + part(parameter, "type") + " " + changed);
    }
    return facts;
  }

  @Test
  void facts_are_told_by_name_in_order_with_what_they_changed() throws Exception {
    live();
    assertThat(facts(get(path + "/$facts")))
        .containsExactly(
            "1 PatientRegistered [add Patient]",
            "1 ContactInfoUpdated [add Patient]",
            "2 PatientRenamed [replace Patient.name[0].family]",
            "2 ContactInfoUpdated [replace Patient.telecom[0].value]",
            "3 PatientRemoved []",
            "4 PatientRestored []",
            "4 PatientReactivated [add Patient]");
  }

  @Test
  void pages_of_facts_follow_one_another() throws Exception {
    live();
    var facts = new ArrayList<String>();
    String url = path + "/$facts?_count=1";
    for (int page = 0; page < 4; page++) {
      JsonNode answer = get(url);
      facts.addAll(facts(answer));
      url = "";
      for (JsonNode parameter : answer.path("parameter")) {
        if (parameter.path("name").asText().equals("next")) {
          url = parameter.path("valueUri").asText();
        }
      }
      assertThat(url.isEmpty()).isEqualTo(page == 3);
    }
    assertThat(facts).isEqualTo(facts(get(path + "/$facts")));
  }

  @Test
  void a_fact_tells_when_it_took_effect() throws Exception {
    put("");
    put(",\"deceasedDateTime\":\"2024-02-03\"");
    JsonNode death = get(path + "/$facts?after=1").path("parameter").path(0);
    assertThat(part(death, "type")).isEqualTo("DeathRecorded");
    assertThat(part(death, "effective")).isEqualTo("2024-02-03");
    JsonNode version = get(path + "/_history/2");
    assertThat(part(death, "recorded")).isEqualTo(version.at("/meta/lastUpdated").asText());
  }

  @Test
  void a_fact_tells_who_made_it_and_why() throws Exception {
    String body = "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"other\"}".formatted(id);
    server.put(
        path,
        body,
        "X-Audit-User",
        "dr-holm",
        "X-Audit-Client",
        "ward",
        "X-Audit-Purpose",
        "TREAT");
    assertThat(server.get(path + "/$diff").body())
        .contains("{\"url\":\"who\",\"valueString\":\"dr-holm\"}")
        .contains("{\"url\":\"why\",\"valueString\":\"TREAT\"}");
    server.delete(path);
    JsonNode facts = get(path + "/$facts").path("parameter");
    assertThat(part(facts.path(0), "who")).isEqualTo("dr-holm");
    assertThat(part(facts.path(0), "client")).isEqualTo("ward");
    assertThat(part(facts.path(0), "why")).isEqualTo("TREAT");
    assertThat(part(facts.path(1), "who")).isEmpty();
  }

  @Test
  void what_never_was_has_no_facts() {
    assertThat(server.get(path + "/$facts").statusCode()).isEqualTo(404);
    assertThat(server.get(path + "/$diff").statusCode()).isEqualTo(404);
    put("");
    assertThat(server.get(path + "/$facts?_count=x").statusCode()).isEqualTo(400);
    assertThat(server.get(path + "/$facts?who=me").statusCode()).isEqualTo(400);
    assertThat(server.get(path + "/$diff?from=7").statusCode()).isEqualTo(404);
    assertThat(server.get(path + "/$diff?from=1&fromAt=2026").statusCode()).isEqualTo(400);
  }

  private static List<String> operations(JsonNode parameters) {
    var operations = new ArrayList<String>();
    for (JsonNode operation : parameters.path("parameter")) {
      String fact = operation.at("/extension/0/extension/0/valueCode").asText();
      String version = operation.at("/extension/0/extension/1/valueId").asText();
      operations.add(
          part(operation, "type") + " " + part(operation, "path") + " " + fact + " " + version);
    }
    return operations;
  }

  @Test
  void a_difference_names_the_fact_behind_each_change() throws Exception {
    live();
    assertThat(operations(get(path + "/$diff?from=1&to=4")))
        .containsExactly(
            "add Patient PatientReactivated 4",
            "replace Patient.name[0].family PatientRenamed 2",
            "replace Patient.telecom[0].value ContactInfoUpdated 2");
    assertThat(operations(get(path + "/$diff")))
        .containsExactly(
            "add Patient PatientReactivated 4",
            "add Patient PatientRestored 4",
            "add Patient PatientRestored 4");
    assertThat(operations(get(path + "/$diff?from=2&to=3")))
        .containsExactly(
            "delete Patient.name[0] PatientRemoved 3",
            "delete Patient.telecom[0] PatientRemoved 3");
  }

  @Test
  void instants_do_as_well_as_versions() throws Exception {
    live();
    String second = get(path + "/_history/2").at("/meta/lastUpdated").asText();
    assertThat(operations(get(path + "/$diff?fromAt=2020&toAt=" + second)))
        .containsExactly("add Patient PatientRenamed 2", "add Patient ContactInfoUpdated 2");
    assertThat(operations(get(path + "/$diff?fromAt=" + second)))
        .containsExactly("add Patient PatientReactivated 4");
  }

  @Test
  void a_difference_is_a_patch_that_leads_there() throws Exception {
    live();
    String first = get(path + "/$diff?from=4&to=1").toString();
    var patched = server.send("PATCH", path, first);
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
    assertThat(operations(get(path + "/$diff?from=1&to=5"))).isEmpty();
  }
}
