package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code _summary} and {@code _elements} (https://hl7.org/fhir/R4/search.html#summary). */
class SubsetTest {

  private static final String SUBSETTED =
      "\"tag\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"SUBSETTED\"}]";

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();
  private final String path = "/Observation/" + id;

  @BeforeEach
  void one() {
    server.put(
        path,
        "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>\"},\"status\":\"final\",\"_status\":{\"id\":\"s\"},\"code\":{\"text\":\"c\"},\"valueQuantity\":{\"value\":1E2,\"_value\":{\"id\":\"v\"},\"extension\":[{\"url\":\"u\",\"valueCode\":\"c\"}]},\"note\":[{\"text\":\"n\"}]}"
            .formatted(id));
  }

  private String shown(String query) {
    var answer = server.get(path + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().replaceFirst("\"versionId\":\"1\",\"lastUpdated\":\"[^\"]*\"", "V");
  }

  @Test
  void summary_true_keeps_what_r4_marks_as_summary_and_the_spelling() {
    assertThat(shown("?_summary=true"))
        .isEqualTo(
            "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"meta\":{V,%s},\"code\":{\"text\":\"c\"},\"status\":\"final\",\"_status\":{\"id\":\"s\"},\"valueQuantity\":{\"value\":1E2,\"_value\":{\"id\":\"v\"}}}"
                .formatted(id, SUBSETTED));
  }

  @Test
  void summary_text_keeps_the_narrative_and_what_is_required() {
    assertThat(shown("?_summary=text"))
        .contains(SUBSETTED, "\"text\":{", "\"status\":\"final\",\"_status\"", "\"code\":{")
        .doesNotContain("value", "note");
  }

  @Test
  void summary_data_leaves_the_narrative_out() {
    assertThat(shown("?_summary=data"))
        .contains(SUBSETTED, "\"note\"", "\"value\":1E2")
        .doesNotContain("\"text\":{");
  }

  @Test
  void summary_false_is_all_of_it() {
    assertThat(shown("?_summary=false"))
        .contains("\"note\"", "\"text\":{")
        .doesNotContain("SUBSETTED");
  }

  @Test
  void elements_are_those_asked_for_and_what_is_required() {
    assertThat(shown("?_elements=note"))
        .contains(SUBSETTED, "\"note\"", "\"status\"", "\"code\"")
        .doesNotContain("value", "\"text\":{");
    assertThat(shown("?_elements=value,Observation.note,Patient.text"))
        .contains("\"valueQuantity\":{\"value\":1E2", "\"note\"")
        .doesNotContain("\"text\":{");
  }

  @Test
  void entries_of_a_history_are_cut_and_the_bundle_is_not() {
    var history = server.get(path + "/_history?_elements=note");

    assertThat(history.body())
        .contains(SUBSETTED, "\"note\"", "\"request\":{\"method\":\"PUT\"")
        .doesNotContain("valueQuantity");
  }

  @Test
  void count_is_a_total_alone() {
    var counted = server.get(path + "/_history?_summary=count");

    assertThat(counted.body()).contains("\"total\":1").doesNotContain("\"entry\"");
    assertThat(server.get(path + "?_summary=count").statusCode()).isEqualTo(400);
    assertThat(server.get(path + "/_history/1?_summary=count").statusCode()).isEqualTo(400);
  }

  @Test
  void bad_values_are_refused() {
    for (String query :
        new String[] {
          "?_summary=yes",
          "?_summary=",
          "?_elements=",
          "?_elements=a,,b",
          "?_elements=a%20b",
          "?_summary=true&_elements=note",
          "?_summary=true&_summary=text"
        }) {
      var refused = server.get(path + query);
      assertThat(refused.statusCode()).as(query).isEqualTo(400);
      assertThat(refused.body()).contains("bad-parameter");
    }
  }

  @Test
  void a_subset_comes_in_xml_too() {
    assertThat(server.get(path + "?_elements=note&_format=xml").body())
        .contains("<code value=\"SUBSETTED\"/>", "<note><text value=\"n\"/></note>")
        .doesNotContain("valueQuantity");
  }
}
