package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code $everything}: a whole record, as of one position. */
class WholeRecordTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final LiveServer server = LiveServer.shared();
  private final String id = "w" + UUID.randomUUID().toString().substring(0, 12);
  private final String url = "/Patient/" + id + "/$everything";
  private final List<String> instants = new ArrayList<>();

  private void put(String type, String id, String members) throws Exception {
    var answer =
        server.put(
            "/" + type + "/" + id,
            "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, members));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    instants.add(JSON.readTree(answer.body()).at("/meta/lastUpdated").asText());
  }

  private String subject() {
    return ",\"subject\":{\"reference\":\"Patient/%s\"}".formatted(id);
  }

  private void observation(String name, String when, String members) throws Exception {
    put(
        "Observation",
        id + name,
        ",\"status\":\"final\",\"code\":{\"text\":\"a\"},\"effectiveDateTime\":\"%s\"%s%s"
            .formatted(when, subject(), members));
  }

  /** Two observations a year apart, one by someone of somewhere; a condition that has no date. */
  @BeforeEach
  void live() throws Exception {
    put("Organization", id + "-org", ",\"name\":\"House\"");
    put("Practitioner", id + "-doc", "");
    put(
        "PractitionerRole",
        id + "-role",
        ",\"practitioner\":{\"reference\":\"Practitioner/%s-doc\"},\"organization\":{\"reference\":\"Organization/%s-org\"}"
            .formatted(id, id));
    put("Patient", id, "");
    put("Condition", id + "-c", subject());
    observation("-1", "2023-05-01", "");
    observation(
        "-2",
        "2024-05-01",
        ",\"performer\":[{\"reference\":\"PractitionerRole/%s-role\"}]".formatted(id));
  }

  private record Page(Map<String, String> entries, Optional<String> next) {}

  private Page page(String url) throws Exception {
    var answer = server.get(url);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode bundle = JSON.readTree(answer.body());
    var entries = new LinkedHashMap<String, String>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      entries.put(
          resource.path("resourceType").asText()
              + resource.path("id").asText().replace(id, "")
              + ' '
              + resource.at("/meta/versionId").asText(),
          entry.at("/search/mode").asText());
    }
    Optional<String> next = Optional.empty();
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").asText().equals("next"))
        next = Optional.of(link.path("url").asText());
    }
    return new Page(entries, next);
  }

  private List<String> matches(String url) throws Exception {
    var names = new ArrayList<String>();
    Optional<String> next = Optional.of(url);
    while (next.isPresent()) {
      Page page = page(next.get());
      page.entries().forEach((name, mode) -> addMatch(names, name, mode));
      next = page.next();
    }
    return names;
  }

  private static void addMatch(List<String> names, String name, String mode) {
    if (mode.equals("match")) names.add(name);
  }

  @Test
  void the_record_comes_with_what_supports_it() throws Exception {
    assertThat(page(url).entries())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Observation-2 1", "match",
                "Observation-1 1", "match",
                "Condition-c 1", "match",
                "Patient 1", "match",
                "PractitionerRole-role 1", "include",
                "Practitioner-doc 1", "include",
                "Organization-org 1", "include"));
  }

  @Test
  void types_that_are_named_leave_out_all_others() throws Exception {
    assertThat(page(url + "?_type=Observation,PractitionerRole").entries().keySet())
        .containsExactly("Observation-2 1", "Observation-1 1", "PractitionerRole-role 1");
    assertThat(page(url + "?_type=Practitioner").entries()).isEmpty();
    assertThat(server.get(url + "?_type=Nothing").statusCode()).isEqualTo(400);
  }

  @Test
  void all_parameters_hold_together() throws Exception {
    observation("-1", "2023-05-02", "");
    String early = "?_asOf=" + instants.get(6) + "&end=2023-12-31&_count=1";
    assertThat(matches(url + early))
        .containsExactly("Observation-1 1", "Condition-c 1", "Patient 1");
    assertThat(matches(url + early + "&_type=Observation")).containsExactly("Observation-1 1");
    assertThat(matches(url + early + "&_since=" + instants.get(4)))
        .containsExactly("Observation-1 1", "Condition-c 1");
    assertThat(matches(url + "?start=2023-05-02&end=2023-05-02&_type=Observation"))
        .containsExactly("Observation-1 2");
    assertThat(matches(url + "?_since=" + instants.get(7))).containsExactly("Observation-1 2");
  }

  @Test
  void pages_stay_as_they_were_while_the_record_goes_on_and_ends() throws Exception {
    Page first = page(url + "?_count=2");
    String second = first.next().orElseThrow();
    List<String> rest = List.of("Condition-c 1", "Patient 1");
    assertThat(matches(second)).isEqualTo(rest);
    put("Patient", id, ",\"active\":true");
    observation("-3", "2025-01-01", "");
    assertThat(matches(second)).isEqualTo(rest);
    server.delete("/Condition/" + id + "-c");
    server.delete("/Patient/" + id);
    assertThat(matches(second)).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?start=2020",
        "?end=2030",
        "?_since=2020-01-01T00:00:00Z",
        "?_type=Observation",
        "?_type=Practitioner",
        "?_count=1",
        "?_count=0",
        "?_asOf=2200-01-01T00:00:00Z"
      })
  void of_a_deleted_patient_there_is_no_more_and_of_an_unknown_one_nothing(String parameters)
      throws Exception {
    assertThat(server.get("/Patient/no-" + id + "/$everything" + parameters).statusCode())
        .isEqualTo(404);
    assertThat(server.get(url + parameters).statusCode()).isEqualTo(200);
    server.delete("/Patient/" + id);
    assertThat(server.get(url + parameters).statusCode()).isEqualTo(410);
    assertThat(server.get(url + "?_asOf=" + instants.getLast()).statusCode()).isEqualTo(200);
    assertThat(server.get(url + "?_asOf=" + instants.getFirst()).statusCode()).isEqualTo(404);
  }

  @Test
  void what_is_not_understood_is_refused() {
    for (String parameter :
        List.of("_cursor=x", "_asOf=x", "start=x", "_since=x", "_count=x", "name=x")) {
      assertThat(server.get(url + "?" + parameter).statusCode()).as(parameter).isEqualTo(400);
    }
    assertThat(server.get("/Flag/" + id + "/$everything").statusCode()).isEqualTo(400);
  }

  @Test
  void other_owners_of_compartments_have_records_too() throws Exception {
    put(
        "Encounter",
        id + "-e",
        ",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"}" + subject());
    observation(
        "-4", "2024-01-01", ",\"encounter\":{\"reference\":\"Encounter/%s-e\"}".formatted(id));
    assertThat(page("/Encounter/" + id + "-e/$everything").entries())
        .isEqualTo(
            Map.of("Observation-4 1", "match", "Encounter-e 1", "match", "Patient 1", "include"));
  }
}
