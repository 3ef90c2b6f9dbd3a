package dev.anamnesis.r4.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidationTest {

  static Stream<Samples.Sample> samples() {
    return Samples.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_resource_breaks_the_rules_it_breaks(Samples.Sample sample) {
    List<String> found =
        Validation.of(sample.root()).stream()
            .map(one -> one.key() + " " + one.expression())
            .toList();
    assertThat(found).as(sample.json()).isEqualTo(sample.broken());
  }

  @Test
  void an_answer_names_the_rule_the_place_and_words_without_a_value() {
    var contact = "[{\"telecom\":[{\"system\":\"carrier-pigeon\"}]}]";
    var patient = Elements.of(Map.of("contact", contact));
    assertThat(Validation.of("Patient", patient))
        .containsExactly(
            new Broken(
                Broken.Kind.CODE,
                "http://hl7.org/fhir/ValueSet/contact-point-system",
                "Patient.contact[0].telecom[0].system",
                "A code of the value set http://hl7.org/fhir/ValueSet/contact-point-system is"
                    + " needed here."));
  }

  @Test
  void no_answer_is_endless() {
    var references = new ArrayList<String>();
    for (int i = 0; i < 1000; i++) references.add("{\"reference\":\"#nowhere\"}");
    var patient = Elements.of(Map.of("generalPractitioner", references.toString()));
    assertThat(Validation.of("Patient", patient)).hasSize(Validation.MOST);
  }
}
