package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own search parameters, loaded at a start. */
class OwnSearchTest {

  private static final String EYES =
      """
      {"resourceType":"SearchParameter","url":"http://example.org/eyes","code":"eye-color","type":"string","base":["Patient"],
       "expression":"Patient.extension.where(url = 'http://example.org/eye-color').value"}
      """;

  @TempDir Path folder;

  @Test
  void an_own_parameter_is_searched_by() throws Exception {
    Files.writeString(folder.resolve("eyes.json"), EYES);
    try (var server = LiveServer.with("search-parameters", folder.toString())) {
      server.put(
          "/Patient/a",
          "{\"resourceType\":\"Patient\",\"id\":\"a\",\"extension\":[{\"url\":\"http://example.org/eye-color\",\"valueString\":\"Blue\"}]}");
      server.put("/Patient/b", "{\"resourceType\":\"Patient\",\"id\":\"b\"}");
      assertThat(server.get("/Patient?eye-color=blu&_summary=count").body())
          .contains("\"total\":1");
      assertThat(server.get("/Patient?eye-color:missing=true").body()).contains("Patient/b");
      assertThat(server.get("/metadata").body()).contains("http://example.org/eyes");
    }
  }

  private static final String DOSE =
      """
      {"resourceType":"SearchParameter","url":"http://example.org/dose","code":"part-code-value","type":"composite","base":["Observation"],
       "expression":"Observation.component.where(extension.exists())",
       "component":[{"definition":"http://hl7.org/fhir/SearchParameter/clinical-code","expression":"code"},
        {"definition":"http://hl7.org/fhir/SearchParameter/Observation-value-quantity","expression":"value.as(Quantity)"}]}
      """;

  private static String pressure(String id, String first, String second) {
    String part =
        "{\"extension\":[{\"url\":\"urn:x\",\"valueString\":\"x\"}],\"code\":{\"coding\":[{\"system\":\"urn:c\",\"code\":\"%s\"}]},\"valueQuantity\":{\"value\":%s}}";
    return "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"component\":[%s,%s]}"
        .formatted(id, part.formatted("sys", first), part.formatted("dia", second));
  }

  @Test
  void an_own_composite_is_searched_by() throws Exception {
    Files.writeString(folder.resolve("dose.json"), DOSE);
    try (var server = LiveServer.with("search-parameters", folder.toString())) {
      server.put("/Observation/a", pressure("a", "120", "80"));
      server.put("/Observation/b", pressure("b", "80", "120"));
      assertThat(server.get("/Observation?part-code-value=urn:c%7Csys$gt100").body())
          .contains("Observation/a")
          .doesNotContain("Observation/b");
      assertThat(server.get("/Observation?part-code-value=urn:c%7Csys").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void one_that_cannot_be_used_ends_the_start() throws Exception {
    Files.writeString(folder.resolve("bad.json"), EYES.replace("string", "composite"));
    assertThatThrownBy(() -> OwnSearch.parameters(Optional.of(folder)))
        .isInstanceOfSatisfying(
            BadStart.class,
            e -> assertThat(e.problems().getFirst()).contains("bad.json", "composite"));
  }
}
