package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Bundle's Prefer holds for each of its writes (https://hl7.org/fhir/R4/http.html#ops). */
class PreferInBundlesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final LiveServer server = LiveServer.shared();
  private final String id = "p" + UUID.randomUUID().toString().substring(0, 8);

  private JsonNode sent(String type, String prefer) throws Exception {
    String patient =
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"identifier\":[{\"system\":\"urn:p\",\"value\":\"%s\"}]}";
    String made =
        "\"method\":\"POST\",\"url\":\"Patient\",\"ifNoneExist\":\"identifier=urn:p%7C"
            + id
            + "2\"";
    var entries =
        List.of(
            entry("\"method\":\"PUT\",\"url\":\"Patient/" + id + "\"", patient.formatted(id, id)),
            entry(made, patient.formatted("x", id + "2")),
            entry(made, patient.formatted("x", id + "2")),
            "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?identifier=urn:p%7C" + id + "\"}}");
    var answer =
        server.post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
                .formatted(type, String.join(",", entries)),
            "Prefer",
            "return=" + prefer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("entry");
  }

  private static String entry(String request, String resource) {
    return "{\"request\":{%s},\"resource\":%s}".formatted(request, resource);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "transaction"})
  void an_outcome_stands_in_the_response_and_there_is_no_resource(String type) throws Exception {
    JsonNode entries = sent(type, "OperationOutcome");
    for (int i = 0; i < 3; i++) {
      JsonNode entry = entries.path(i);
      assertThat(entry.has("resource")).as(entry.toString()).isFalse();
      assertThat(entry.at("/response/outcome/resourceType").asText())
          .as(entry.toString())
          .isEqualTo("OperationOutcome");
      assertThat(entry.at("/response/outcome/issue/0/severity").asText()).isEqualTo("information");
    }
    assertThat(entries.at("/1/response/status").asText()).isEqualTo("201 Created");
    assertThat(entries.at("/2/response/status").asText()).isEqualTo("200 OK");
    assertThat(entries.at("/2/response/outcome/issue/0/details/coding/0/code").asText())
        .isEqualTo("done");
    assertThat(entries.at("/3/resource/resourceType").asText()).isEqualTo("Bundle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "transaction"})
  void the_resource_or_nothing_comes_as_was_asked_for(String type) throws Exception {
    JsonNode whole = sent(type, "representation");
    for (int i = 0; i < 3; i++) {
      assertThat(whole.path(i).at("/resource/resourceType").asText()).isEqualTo("Patient");
      assertThat(whole.path(i).path("response").has("outcome")).isFalse();
    }
    JsonNode bare = sent(type, "minimal");
    for (int i = 0; i < 3; i++) {
      assertThat(bare.path(i).has("resource")).isFalse();
      assertThat(bare.path(i).path("response").has("outcome")).isFalse();
      assertThat(bare.at("/" + i + "/response/etag").asText()).isEqualTo("W/\"1\"");
    }
  }

  @Test
  void a_deletion_has_an_outcome_too() throws Exception {
    sent("batch", "minimal");
    var answer =
        server.post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/%s\"}}]}"
                .formatted(id),
            "Prefer",
            "return=OperationOutcome");
    JsonNode response = JSON.readTree(answer.body()).at("/entry/0/response");
    assertThat(response.path("status").asText()).isEqualTo("200 OK");
    assertThat(response.at("/outcome/issue/0/details/coding/0/code").asText()).isEqualTo("done");
  }
}
