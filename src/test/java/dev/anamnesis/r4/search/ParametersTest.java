package dev.anamnesis.r4.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ParametersTest {

  private final ParametersGenerator generator = new ParametersGenerator();

  @Test
  void the_parameters_are_those_of_r4_s_own_definitions() throws IOException {
    assertThat(Files.readString(ParametersGenerator.SEARCH)).isEqualTo(generator.search());
    assertThat(Files.readString(ParametersGenerator.CODES)).isEqualTo(generator.codes());
    assertThat(Files.readString(ParametersGenerator.COMPARTMENTS))
        .isEqualTo(generator.compartments());
  }

  @Test
  void every_type_has_the_parameters_of_all_types() {
    assertThat(SearchParameters.R4.of("Basic").keySet())
        .containsExactly(
            "_id",
            "_lastUpdated",
            "_profile",
            "_security",
            "_source",
            "_tag",
            "author",
            "code",
            "created",
            "identifier",
            "patient",
            "subject");
  }

  @Test
  void what_reads_the_same_place_shares_its_rows() {
    var patient = SearchParameters.R4.find("Observation", "patient").orElseThrow();
    var subject = SearchParameters.R4.find("Observation", "subject").orElseThrow();
    assertThat(patient.sources().getFirst().name())
        .isEqualTo(subject.sources().getFirst().name())
        .isEqualTo("Observation.subject reference");
    assertThat(patient.sources().getFirst().only()).isEqualTo("Patient");
  }
}
