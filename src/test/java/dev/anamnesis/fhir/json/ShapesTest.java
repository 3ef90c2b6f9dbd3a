package dev.anamnesis.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShapesTest {

  @Test
  void the_shapes_are_those_of_r4_s_own_definitions() throws IOException {
    assertThat(Files.readString(Path.of("src/main/resources/r4/shapes.txt")))
        .isEqualTo(ShapesGenerator.generate());
  }
}
