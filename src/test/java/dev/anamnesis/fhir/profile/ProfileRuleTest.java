package dev.anamnesis.fhir.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.json.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileRuleTest {

  private static List<String> wrong(ProfileRule rule, String... declared) {
    var meta = "{\"profile\":[\"" + String.join("\",\"", declared) + "\"]}";
    return new Profiles(rule, List.of(), Optional.empty())
        .declared(new StreamId("Patient", "p"), Elements.parse("{\"meta\":" + meta + "}")).stream()
            .map(Problem::expression)
            .toList();
  }

  @Test
  void strictly_a_profile_that_is_not_loaded_must_not_be_declared() {
    assertThat(wrong(ProfileRule.STRICT, "http://a", "http://b|1"))
        .containsExactly("Patient.meta.profile[0]", "Patient.meta.profile[1]");
    assertThat(wrong(ProfileRule.DECLARED, "http://a")).isEmpty();
    assertThat(wrong(ProfileRule.OFF, "http://a")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ProfileRule.class)
  void what_r4_itself_says_of_a_type_may_always_be_declared(ProfileRule rule) {
    String r4 = "http://hl7.org/fhir/StructureDefinition/";
    assertThat(wrong(rule, r4 + "Patient", r4 + "Patient|4.0.1", r4 + "Resource")).isEmpty();
    assertThat(wrong(ProfileRule.STRICT, r4 + "Observation")).hasSize(1);
  }
}
