package dev.anamnesis.fhir.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.r4.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinksTest {

  private final Links links =
      Links.to(
          Map.of("urn:uuid:1", "Patient/a", "http://old/Patient/2", "Patient/b"),
          reference -> reference.startsWith("Patient?") ? "Patient/found" : reference);

  private String rewritten(String type, String json) {
    return rewritten(links, type, json);
  }

  private static String rewritten(Links links, String type, String json) {
    var sent = ((Json.Obj) Json.parse(json)).text();
    return links.rewritten(type, Elements.parse(sent), text -> true).json();
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
            "{\"contained\":[{\"resourceType\":\"Encounter\",\"subject\":{\"reference\":\"Patient/a\"}}],"
                + "\"extension\":[{\"url\":\"http://x\",\"valueReference\":{\"reference\":\"Patient/a\"}}],"
                + "\"performer\":[{\"reference\":\"Patient/b\"},{\"reference\":\"Patient/found\"},{\"reference\":\"Patient/9\"}],"
                + "\"subject\":{\"reference\":\"Patient/a\"}}");
  }

  @Test
  void uris_and_links_in_narrative_are_rewritten_and_plain_strings_are_not() {
    assertThat(
            rewritten(
                "Composition",
                "{\"text\":{\"div\":\"<div><a href=\\\"urn:uuid:1\\\">urn:uuid:1</a><img src='http://old/Patient/2'/></div>\"},"
                    + "\"identifier\":{\"system\":\"urn:uuid:1\",\"value\":\"urn:uuid:1\"},\"title\":\"urn:uuid:1\"}"))
        .isEqualTo(
            "{\"identifier\":{\"system\":\"Patient/a\",\"value\":\"urn:uuid:1\"},"
                + "\"text\":{\"div\":\"<div><a href=\\\"Patient/a\\\">urn:uuid:1</a><img src=\\\"Patient/b\\\"/></div>\"},"
                + "\"title\":\"urn:uuid:1\"}");
  }

  @Test
  void what_has_no_such_link_is_the_very_same() {
    var resource = Elements.parse("{\"status\":\"final\",\"valueInteger\":1}");
    assertThat(links.rewritten("Observation", resource, text -> true)).isSameAs(resource);
  }

  @Test
  void what_is_rewritten_is_still_what_r4_allows() {
    String sent =
        """
        {"status":"final","type":{"text":"x"},"date":"2024-01-01","title":"x",
        "author":[{"reference":"urn:uuid:1"}],"subject":{"reference":"http://old/Patient/2"},
        "meta":{"profile":["urn:uuid:1"]},
        "identifier":{"system":"urn:uuid:1"},"extension":[{"url":"http://x","valueUrl":"http://old/Patient/2"}],
        "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><a href='urn:uuid:1'>x</a></div>"}}
        """;
    String now =
        rewritten("Composition", sent).replaceFirst("\\{", "{\"resourceType\":\"Composition\",");
    assertThat(now).doesNotContain("urn:uuid").doesNotContain("http://old");
    assertThat(new ResourceReader().read(now.getBytes(StandardCharsets.UTF_8), "Composition"))
        .isInstanceOf(Read.Document.class);
  }

  @Test
  void a_uuid_that_would_become_no_uuid_is_refused() {
    assertThatThrownBy(
            () ->
                rewritten(
                    "Patient",
                    "{\"extension\":[{\"url\":\"http://x\",\"valueUuid\":\"urn:uuid:1\"}]}"))
        .hasMessageContaining("use a uri");
  }

  @Test
  void a_relative_reference_is_meant_where_its_entry_is() {
    String json = "{\"subject\":{\"reference\":\"Patient/2\"}}";
    assertThat(rewritten(links.of(Optional.of("http://old/Flag/7")), "Flag", json))
        .isEqualTo("{\"subject\":{\"reference\":\"Patient/b\"}}");
    assertThat(rewritten(links.of(Optional.of("http://other/Flag/7")), "Flag", json))
        .isEqualTo(json);
    assertThat(rewritten(links.of(Optional.of("urn:uuid:7")), "Flag", json)).isEqualTo(json);
  }
}
