package dev.anamnesis.fhir.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinksTest {

  private final Links links =
      new Links(
          Map.of("urn:uuid:1", "Patient/a", "http://old/Patient/2", "Patient/b"),
          reference -> reference.startsWith("Patient?") ? "Patient/found" : reference);

  private String rewritten(String type, String json) {
    return links.rewritten(type, (Json.Obj) Json.parse(json)).text();
  }

  @Test
  void references_are_rewritten_wherever_they_stand() {
    assertThat(
            rewritten(
                "Observation",
                """
                {"subject":{"reference":"urn:uuid:1"},"performer":[{"reference":"http://old/Patient/2"},{"reference":"Patient?x=1"},{"reference":"Patient/9"}],
                "extension":[{"url":"http://x","valueReference":{"reference":"urn:uuid:1"}}],
                "contained":[{"resourceType":"Encounter","subject":{"reference":"urn:uuid:1"}}]}
                """))
        .isEqualTo(
            "{\"subject\":{\"reference\":\"Patient/a\"},\"performer\":[{\"reference\":\"Patient/b\"},{\"reference\":\"Patient/found\"},{\"reference\":\"Patient/9\"}],"
                + "\"extension\":[{\"url\":\"http://x\",\"valueReference\":{\"reference\":\"Patient/a\"}}],"
                + "\"contained\":[{\"resourceType\":\"Encounter\",\"subject\":{\"reference\":\"Patient/a\"}}]}");
  }

  @Test
  void uris_and_links_in_narrative_are_rewritten_and_plain_strings_are_not() {
    assertThat(
            rewritten(
                "Composition",
                "{\"text\":{\"div\":\"<div><a href=\\\"urn:uuid:1\\\">urn:uuid:1</a><img src='http://old/Patient/2'/></div>\"},"
                    + "\"identifier\":{\"system\":\"urn:uuid:1\",\"value\":\"urn:uuid:1\"},\"title\":\"urn:uuid:1\"}"))
        .isEqualTo(
            "{\"text\":{\"div\":\"<div><a href=\\\"Patient/a\\\">urn:uuid:1</a><img src=\\\"Patient/b\\\"/></div>\"},"
                + "\"identifier\":{\"system\":\"Patient/a\",\"value\":\"urn:uuid:1\"},\"title\":\"urn:uuid:1\"}");
  }

  @Test
  void what_has_no_such_link_is_the_very_same() {
    var resource = (Json.Obj) Json.parse("{\"status\":\"final\",\"valueInteger\":1}");
    assertThat(links.rewritten("Observation", resource)).isSameAs(resource);
  }
}
