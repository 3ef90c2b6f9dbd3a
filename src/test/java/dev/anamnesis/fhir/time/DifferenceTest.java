package dev.anamnesis.fhir.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.Examples;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.fhir.patch.Patch;
import dev.anamnesis.fhir.patch.PatchRead;
import dev.anamnesis.fhir.patch.Patched;
import dev.anamnesis.fhir.patch.PathPatch;
import dev.anamnesis.r4.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A difference is a patch that leads from the one to the other. */
class DifferenceTest {

  private static final ResourceReader READER = new ResourceReader();

  private static List<String> between(String type, String before, String after) {
    return Difference.between(type, obj(before), obj(after)).stream()
        .map(operation -> operation.parameter().text())
        .toList();
  }

  private static Json.Obj obj(String text) {
    return (Json.Obj) Json.parse(text);
  }

  private static String operation(String type, String path, String more) {
    return """
        {"name":"operation","part":[{"name":"type","valueCode":"%s"},{"name":"path","valueString":"%s"}%s]}"""
        .formatted(type, path, more);
  }

  @Test
  void what_comes_is_added_what_changes_is_replaced_what_goes_is_deleted() {
    assertThat(
            between(
                "Patient",
                "{\"birthDate\":\"1980\",\"gender\":\"male\"}",
                "{\"active\":true,\"birthDate\":\"1981\"}"))
        .containsExactly(
            operation(
                "add",
                "Patient",
                ",{\"name\":\"name\",\"valueString\":\"active\"},{\"name\":\"value\",\"valueBoolean\":true}"),
            operation(
                "replace", "Patient.birthDate", ",{\"name\":\"value\",\"valueDate\":\"1981\"}"),
            operation("delete", "Patient.gender", ""));
  }

  @Test
  void in_a_list_what_stays_is_not_told() {
    String before = "{\"name\":[{\"family\":\"A\",\"given\":[\"x\",\"y\"]},{\"family\":\"B\"}]}";
    assertThat(
            between(
                "Patient",
                before,
                "{\"name\":[{\"family\":\"A\",\"given\":[\"x\",\"z\",\"y\"]},{\"family\":\"B\"}]}"))
        .containsExactly(
            operation(
                "insert",
                "Patient.name[0].given",
                ",{\"name\":\"index\",\"valueInteger\":1},{\"name\":\"value\",\"valueString\":\"z\"}"));
    assertThat(between("Patient", before, "{\"name\":[{\"family\":\"B\"}]}"))
        .containsExactly(operation("delete", "Patient.name[0]", ""));
  }

  @Test
  void parts_of_a_resource_are_told_member_by_member() {
    assertThat(
            between(
                "Patient",
                "{}",
                "{\"communication\":[{\"language\":{\"text\":\"Dansk\"},\"preferred\":true}]}"))
        .containsExactly(
            operation(
                "add",
                "Patient",
                """
                ,{"name":"name","valueString":"communication"},{"name":"value","part":[\
                {"name":"language","valueCodeableConcept":{"text":"Dansk"}},{"name":"preferred","valueBoolean":true}]}"""));
  }

  @Test
  void nothing_is_told_where_nothing_changed() {
    assertThat(between("Patient", "{\"active\":true}", "{\"active\":true}")).isEmpty();
    assertThat(
            between(
                "Patient",
                "{\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-01-01T00:00:00Z\"}}",
                "{\"meta\":{\"versionId\":\"2\",\"lastUpdated\":\"2026-01-02T00:00:00Z\"}}"))
        .isEmpty();
  }

  private record Example(String name, Json.Obj resource) {}

  private static Map<String, List<Example>> examples() throws IOException {
    var byType = new TreeMap<String, List<Example>>();
    int number = 0;
    for (Path file : Examples.resources()) {
      if (number++ % 2 != 0 || Files.size(file) > 20_000) continue;
      String name = file.getFileName().toString();
      String type = name.substring(0, name.indexOf('-'));
      if (READER.read(Files.readAllBytes(file), type) instanceof Read.Document document) {
        byType
            .computeIfAbsent(type, t -> new java.util.ArrayList<>())
            .add(new Example(name, served(document)));
      }
    }
    return byType;
  }

  private static Json.Obj served(Read.Document document) {
    var members = new LinkedHashMap<String, Json>();
    members.put("resourceType", new Json.Text(document.type()));
    members.put("meta", Json.Obj.EMPTY);
    document.elements().members().forEach((name, text) -> members.put(name, Json.parse(text)));
    return new Json.Obj(members);
  }

  private static Patch patch(String parameters, String about) {
    return switch (READER.read(parameters.getBytes(StandardCharsets.UTF_8), "Parameters")) {
      case Read.Document document ->
          switch (PathPatch.read(document.elements())) {
            case PatchRead.Understood(Patch patch) -> patch;
            case PatchRead.Refused(var fault) -> throw new AssertionError(about + fault);
          };
      case Read.Invalid(var problems) -> throw new AssertionError(about + problems);
    };
  }

  @Test
  void the_difference_of_any_two_examples_of_a_type_applied_to_the_one_gives_the_other()
      throws IOException {
    int pairs = 0;
    for (List<Example> examples : examples().values()) {
      for (int at = 1; at < examples.size() && at < 25; at++) {
        Example one = examples.get(at - 1);
        Example other = examples.get(at);
        String about = one.name() + " to " + other.name() + ": ";
        String type = one.resource().string("resourceType").orElseThrow();
        List<Json.Obj> operations =
            Difference.between(type, one.resource(), other.resource()).stream()
                .map(Difference.Operation::parameter)
                .toList();
        if (operations.isEmpty() || operations.size() > 300) continue;
        Patched patched = patch(Part.parameters(operations), about).applyTo(one.resource());
        assertThat(patched).as(about).isInstanceOf(Patched.Whole.class);
        assertThat(sorted(((Patched.Whole) patched).result()))
            .as(about)
            .isEqualTo(sorted(other.resource()));
        pairs++;
      }
    }
    assertThat(pairs).isGreaterThan(300);
  }

  /** Members in one order; arrays stay as they are. */
  private static Json sorted(Json json) {
    return switch (json) {
      case Json.Obj(var members) -> {
        var next = new TreeMap<String, Json>();
        members.forEach((name, member) -> next.put(name, sorted(member)));
        yield new Json.Obj(next);
      }
      case Json.Arr(var items) -> new Json.Arr(items.stream().map(DifferenceTest::sorted).toList());
      case Json leaf -> leaf;
    };
  }

  @Test
  void elements_are_members_of_the_parameters_that_r4_allows() {
    assertThat(Elements.parse(Part.parameters(List.of())).json())
        .isEqualTo("{\"resourceType\":\"Parameters\"}");
  }
}
