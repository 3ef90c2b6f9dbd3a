package dev.anamnesis.r4.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RulesGeneratorTest {

  private static final Path RESOURCES = Path.of("src/main/resources/r4");

  @Test
  void the_invariants_are_those_of_r4_s_definitions() throws IOException {
    assertThat(RESOURCES.resolve("invariants.txt")).hasContent(RulesGenerator.invariants());
  }

  @Test
  void the_bindings_are_those_of_r4_s_definitions() throws IOException {
    assertThat(RESOURCES.resolve("bindings.txt")).hasContent(RulesGenerator.bindings());
  }
}
