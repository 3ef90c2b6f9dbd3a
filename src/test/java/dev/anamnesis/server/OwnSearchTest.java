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

  @Test
  void one_that_cannot_be_used_ends_the_start() throws Exception {
    Files.writeString(folder.resolve("bad.json"), EYES.replace("string", "composite"));
    assertThatThrownBy(() -> OwnSearch.parameters(Optional.of(folder)))
        .isInstanceOfSatisfying(
            BadStart.class,
            e -> assertThat(e.problems().getFirst()).contains("bad.json", "composite"));
  }
}
