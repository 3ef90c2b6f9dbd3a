package dev.anamnesis.fhir.patch;

import static dev.anamnesis.fhir.patch.Written.applied;
import static dev.anamnesis.fhir.patch.Written.name;
import static dev.anamnesis.fhir.patch.Written.number;
import static dev.anamnesis.fhir.patch.Written.operation;
import static dev.anamnesis.fhir.patch.Written.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a FHIRPath Patch may not do. */
class PathPatchBoundsTest {

  private static final String ANN =
      ",\"name\":[{\"family\":\"Berg\",\"given\":[\"A\",\"B\"],\"_given\":[null,{\"id\":\"b\"}]},{\"text\":\"x\"}],\"deceasedBoolean\":false,\"birthDate\":\"1970\",\"_birthDate\":{\"extension\":[{\"url\":\"urn:x\",\"valueCode\":\"c\"}]}";

  @Test
  void a_patch_reaches_what_is_contained_and_no_other_resource() {
    String contained =
        ",\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"o\",\"name\":\"A\"}],\"managingOrganization\":{\"reference\":\"#o\"},\"generalPractitioner\":[{\"reference\":\"Practitioner/1\"}]";
    String named = value("\"valueString\":\"B\"");

    assertThat(applied(contained, operation("replace", "Patient.contained[0].name", named)))
        .contains("\"name\":\"B\"");
    assertThat(
            applied(
                contained,
                operation("replace", "Patient.managingOrganization.resolve().name", named)))
        .contains("\"name\":\"B\"");
    assertThat(
            applied(
                contained,
                operation("add", "Patient.generalPractitioner.resolve()", name("id"), named)))
        .startsWith("UNFIT 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"op\",\"part\":[]}|no Parameters",
        "{\"name\":\"op\",\"valueCode\":\"add\"}|MALFORMED 0 patch-malformed",
        "{\"name\":\"operation\",\"valueCode\":\"add\"}|MALFORMED 0 patch-malformed",
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"add\"}]}|MALFORMED 0 patch-malformed",
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"spam\"},{\"name\":\"path\",\"valueString\":\"Patient\"}]}|MALFORMED 0 patch-malformed",
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"delete\"},{\"name\":\"path\",\"valueInteger\":1}]}|MALFORMED 0 patch-malformed",
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"delete\"},{\"name\":\"typ\",\"valueString\":\"x\"}]}|MALFORMED 0 patch-malformed",
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"delete\"},{\"name\":\"type\",\"valueCode\":\"add\"}]}|MALFORMED 0 patch-malformed",
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"move\"},{\"name\":\"path\",\"valueString\":\"Patient.name\"},{\"name\":\"source\",\"valueInteger\":-1},{\"name\":\"destination\",\"valueInteger\":0}]}|MALFORMED 0 patch-malformed",
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"replace\"},{\"name\":\"path\",\"valueString\":\"Patient.active\"},{\"name\":\"value\"}]}|MALFORMED 0 patch-malformed",
      })
  void what_is_no_operation_is_told(String operation, String result) {
    assertThat(applied("", operation)).isEqualTo(result);
  }

  @Test
  void the_index_tells_which_operation_fails_and_nothing_is_half_done() {
    assertThat(
            applied(
                ANN, operation("delete", "Patient.birthDate"), operation("delete", "Patient.name")))
        .isEqualTo("UNFIT 1 patch-not-single");
  }

  @Test
  void a_patch_that_nests_ever_deeper_is_stopped() {
    String deeper =
        operation(
            "add",
            "Patient.repeat(extension).last()",
            name("extension"),
            value("\"part\":[{\"name\":\"url\",\"valueUri\":\"u\"}]"));
    String[] many = Collections.nCopies(200, deeper).toArray(String[]::new);

    assertThat(applied(",\"extension\":[{\"url\":\"u\"}]", many))
        .matches("UNFIT \\d+ patch-too-large");
  }

  @Test
  void a_path_that_takes_for_ever_is_stopped() {
    String slow =
        "Patient.descendants().descendants().descendants().descendants().descendants().where(false)";
    String[] many = Collections.nCopies(1000, operation("delete", slow)).toArray(String[]::new);
    String names = "{\"given\":[\"a\",\"b\",\"c\",\"d\"],\"period\":{\"start\":\"2020\"}}";
    String large = ",\"name\":[" + String.join(",", Collections.nCopies(2000, names)) + "]";

    assertThat(applied(large, many)).isEqualTo("UNFIT 0 patch-bad-path");
  }

  @Test
  void numbers_keep_their_spelling() {
    assertThat(
            applied(
                ",\"extension\":[{\"url\":\"u\",\"valueDecimal\":1.00}]",
                operation(
                    "insert",
                    "Patient.extension",
                    number("index", 1),
                    value(
                        "\"part\":[{\"name\":\"url\",\"valueUri\":\"v\"},{\"name\":\"value\",\"valueDecimal\":1E2}]"))))
        .contains("\"valueDecimal\":1.00")
        .contains("\"valueDecimal\":1E2");
  }
}
