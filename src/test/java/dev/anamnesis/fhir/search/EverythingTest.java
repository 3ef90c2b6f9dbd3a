package dev.anamnesis.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.search.Compartments;
import dev.anamnesis.r4.search.SearchKind;
import dev.anamnesis.r4.search.SearchParameters;
import org.junit.jupiter.api.Test;

class EverythingTest {

  @Test
  void every_date_of_care_is_a_date_of_a_type_in_a_patient_s_compartment() {
    Everything.CARE_DATES.forEach(
        (type, code) -> {
          assertThat(Compartments.of("Patient")).containsKey(type);
          assertThat(SearchParameters.R4.find(type, code))
              .as(type + " " + code)
              .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(SearchKind.DATE));
        });
  }
}
