package dev.anamnesis.fhir.patch;

import static dev.anamnesis.fhir.patch.Written.applied;
import static dev.anamnesis.fhir.patch.Written.name;
import static dev.anamnesis.fhir.patch.Written.number;
import static dev.anamnesis.fhir.patch.Written.operation;
import static dev.anamnesis.fhir.patch.Written.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Patient|birthDate|\"valueDate\":\"1970\"|{\"birthDate\":\"1970\"}",
        "Patient|active|\"valueBoolean\":true|{\"active\":true}",
        "Patient|multipleBirth|\"valueInteger\":2|{\"multipleBirthInteger\":2}",
        "Patient|multipleBirth[x]|\"valueInteger\":2|{\"multipleBirthInteger\":2}",
        "Patient|multipleBirthInteger|\"valueInteger\":2|{\"multipleBirthInteger\":2}",
        "Patient|deceased|\"valueDateTime\":\"2020\"|{\"deceasedDateTime\":\"2020\"}",
        "Patient|deceased|\"valueString\":\"2020\"|UNFIT 0 patch-wrong-type",
        "Patient|language|\"valueString\":\"de\"|{\"language\":\"de\"}",
        "Patient|birthDate|\"valueString\":\"1970\"|UNFIT 0 patch-wrong-type",
        "Patient|birthDate|\"valueDate\":\"1970\",\"_valueDate\":{\"id\":\"b\"}|{\"birthDate\":\"1970\",\"_birthDate\":{\"id\":\"b\"}}",
        "Patient|birthDate|\"_valueDate\":{\"id\":\"b\"}|{\"_birthDate\":{\"id\":\"b\"}}",
        "Patient|nickname|\"valueString\":\"x\"|UNFIT 0 patch-unknown-element",
        "Patient|value|\"valueString\":\"x\"|UNFIT 0 patch-unknown-element",
        "Patient|contained|\"resource\":{\"resourceType\":\"Basic\",\"id\":\"b\",\"code\":{\"text\":\"1\"}}|{\"contained\":[{\"resourceType\":\"Basic\",\"id\":\"b\",\"code\":{\"text\":\"1\"}}]}",
        "Patient|name|\"resource\":{\"resourceType\":\"Basic\",\"id\":\"b\",\"code\":{\"text\":\"1\"}}|UNFIT 0 patch-wrong-type",
        "Patient|contact|\"part\":[{\"name\":\"name\",\"part\":[{\"name\":\"given\",\"valueString\":\"A\"},{\"name\":\"given\",\"valueString\":\"B\"}]},{\"name\":\"gender\",\"valueCode\":\"other\"}]|{\"contact\":[{\"gender\":\"other\",\"name\":{\"given\":[\"A\",\"B\"]}}]}",
        "Patient|contact|\"part\":[{\"name\":\"gender\",\"valueCode\":\"other\"},{\"name\":\"gender\",\"valueCode\":\"male\"}]|UNFIT 0 patch-exists",
        "Patient|active|\"part\":[{\"name\":\"x\",\"valueCode\":\"other\"}]|UNFIT 0 patch-wrong-type",
        "Patient|extension|\"part\":[{\"name\":\"url\",\"valueUri\":\"urn:x\"},{\"name\":\"value\",\"valueQuantity\":{\"value\":1.50}}]|{\"extension\":[{\"url\":\"urn:x\",\"valueQuantity\":{\"value\":1.50}}]}",
        "Patient.name|family|\"valueString\":\"B\"|UNFIT 0 patch-no-target",
        "Patient.|family|\"valueString\":\"B\"|MALFORMED 0 patch-bad-path",
        "'x'|family|\"valueString\":\"B\"|UNFIT 0 patch-not-an-element",
        "Patient.count()|family|\"valueString\":\"B\"|UNFIT 0 patch-not-an-element",
        "Patient|gender|\"valueCode\":\"x y  z\"|no Parameters",
      })
  void add_puts_a_value_where_its_type_belongs(
      String path, String name, String member, String result) {
    String made = applied("", operation("add", path, name(name), value(member)));

    assertThat(inOrder(made)).isEqualTo(inOrder(result));
  }

  private static Object inOrder(String text) {
    return text.startsWith("{") ? Json.parse(text) : text;
  }

  private static final String ANN =
      ",\"name\":[{\"family\":\"Berg\",\"given\":[\"A\",\"B\"],\"_given\":[null,{\"id\":\"b\"}]},{\"text\":\"x\"}],\"deceasedBoolean\":false,\"birthDate\":\"1970\",\"_birthDate\":{\"extension\":[{\"url\":\"urn:x\",\"valueCode\":\"c\"}]}";

  @Test
  void values_and_what_stands_beside_them_keep_together() {
    assertThat(applied(ANN, operation("delete", "Patient.name[0].given[0]")))
        .contains("\"given\":[\"B\"],\"_given\":[{\"id\":\"b\"}]");
    assertThat(applied(ANN, operation("delete", "Patient.name[0].given[1]")))
        .contains("{\"family\":\"Berg\",\"given\":[\"A\"]}");
    assertThat(
            applied(
                ANN,
                operation(
                    "move",
                    "Patient.name[0].given",
                    number("source", 1),
                    number("destination", 0))))
        .contains("\"given\":[\"B\",\"A\"],\"_given\":[{\"id\":\"b\"},null]");
    assertThat(
            applied(
                ANN,
                operation(
                    "insert",
                    "Patient.name[0].given",
                    number("index", 2),
                    value("\"valueString\":\"C\""))))
        .contains("\"given\":[\"A\",\"B\",\"C\"],\"_given\":[null,{\"id\":\"b\"},null]");
    assertThat(
            applied(
                ANN, operation("replace", "Patient.birthDate", value("\"valueDate\":\"1971\""))))
        .contains("\"birthDate\":\"1971\"")
        .doesNotContain("_birthDate");
  }

  @Test
  void what_stands_beside_a_primitive_is_reached_through_it() {
    assertThat(applied(ANN, operation("delete", "Patient.birthDate.extension[0]")))
        .contains("\"birthDate\":\"1970\"")
        .doesNotContain("_birthDate");
    assertThat(
            applied(
                ANN,
                operation(
                    "replace",
                    "Patient.birthDate.extension.where(url = 'urn:x').value",
                    value("\"valueString\":\"s\""))))
        .contains("\"_birthDate\":{\"extension\":[{\"url\":\"urn:x\",\"valueString\":\"s\"}]}");
    assertThat(
            applied(
                ",\"active\":true",
                operation(
                    "add",
                    "Patient.active",
                    name("extension"),
                    value(
                        "\"part\":[{\"name\":\"url\",\"valueUri\":\"u\"},{\"name\":\"value\",\"valueCode\":\"c\"}]"))))
        .contains("\"_active\":{\"extension\":[{\"url\":\"u\",\"valueCode\":\"c\"}]}");
  }

  @Test
  void a_choice_has_one_type_and_replace_may_change_it() {
    assertThat(
            applied(
                ANN, operation("add", "Patient", name("deceased"), value("\"valueBoolean\":true"))))
        .isEqualTo("UNFIT 0 patch-exists");
    assertThat(
            applied(
                ANN, operation("replace", "Patient.deceased", value("\"valueDateTime\":\"2020\""))))
        .contains("\"deceasedDateTime\":\"2020\"")
        .doesNotContain("deceasedBoolean");
  }

  @Test
  void add_does_not_write_over_what_is_there() {
    assertThat(
            applied(
                ANN, operation("add", "Patient", name("birthDate"), value("\"valueDate\":\"1\""))))
        .isEqualTo("no Parameters");
    assertThat(
            applied(
                ANN,
                operation("add", "Patient", name("birthDate"), value("\"valueDate\":\"1999\""))))
        .isEqualTo("UNFIT 0 patch-exists");
  }

  @Test
  void insert_makes_a_list_that_was_not_there() {
    String berg = value("\"valueHumanName\":{\"family\":\"Berg\"}");

    assertThat(applied("", operation("insert", "Patient.name", number("index", 0), berg)))
        .isEqualTo("{\"name\":[{\"family\":\"Berg\"}]}");
    assertThat(applied("", operation("insert", "Patient.name", number("index", 1), berg)))
        .isEqualTo("UNFIT 0 patch-bad-index");
    assertThat(applied("", operation("insert", "Patient.nick", number("index", 0), berg)))
        .isEqualTo("UNFIT 0 patch-not-a-list");
    assertThat(applied("", operation("insert", "Patient.gender", number("index", 0), berg)))
        .isEqualTo("UNFIT 0 patch-not-a-list");
  }

  @Test
  void a_list_is_whole_or_none() {
    var index = number("index", 0);
    var text = value("\"valueString\":\"C\"");
    for (String path :
        new String[] {
          "Patient.name.given.where($this = 'B')",
          "Patient.birthDate",
          "Patient",
          "Patient.name | Patient.name.given"
        }) {
      assertThat(applied(ANN, operation("insert", path, index, text)))
          .as(path)
          .isEqualTo("UNFIT 0 patch-not-a-list");
    }
    assertThat(
            applied(
                ANN,
                operation("move", "Patient.name", number("source", 2), number("destination", 0))))
        .isEqualTo("UNFIT 0 patch-bad-index");
    assertThat(
            applied(
                "",
                operation("move", "Patient.name", number("source", 0), number("destination", 0))))
        .isEqualTo("UNFIT 0 patch-bad-index");
  }

  @Test
  void delete_takes_one_or_none() {
    assertThat(applied("", operation("delete", "Patient.name"))).isEqualTo("{}");
    assertThat(applied(ANN, operation("delete", "Patient.name")))
        .isEqualTo("UNFIT 0 patch-not-single");
    assertThat(applied(ANN, operation("delete", "Patient.name.where(text = 'x')")))
        .doesNotContain("text")
        .contains("Berg");
    assertThat(applied(ANN, operation("delete", "Patient")))
        .isEqualTo("UNFIT 0 patch-fixed-element");
    assertThat(applied(ANN, operation("delete", "Patient.id")))
        .isEqualTo("UNFIT -1 patch-fixed-element");
  }
}
