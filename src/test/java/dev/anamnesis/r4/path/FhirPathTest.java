package dev.anamnesis.r4.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Json;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirPathTest {

  private static final Item PATIENT =
      root(
          """
          {"resourceType":"Patient","id":"p1","active":true,
           "contained":[{"resourceType":"Organization","id":"org"}],
           "name":[{"family":"Ó","given":["A","B"],"_given":[null,{"id":"g2"}]},{"text":"A B"}],
           "birthDate":"1974","_birthDate":{"extension":[{"url":"u:time","valueTime":"10:00:00"}]},
           "deceasedDateTime":"2020-01-02T03:04:05+01:00",
           "managingOrganization":{"reference":"#org"},
           "generalPractitioner":[{"reference":"https://there/fhir/Practitioner/7/_history/2"},
            {"reference":"urn:uuid:1","type":"PractitionerRole"},{"display":"no one"}],
           "multipleBirthInteger":2}""");

  private static Item root(String json) {
    Json.Obj resource = (Json.Obj) Json.parse(json.replace("\n", ""));
    return Item.root(resource.string("resourceType").orElseThrow(), resource);
  }

  private static List<String> found(String expression) {
    return FhirPath.parse(expression).evaluate(PATIENT, Environment.ALONE).stream()
        .map(item -> item.type() + " " + item.json().text().replace('"', '\''))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "Patient.name.given ; [string 'A', string 'B']",
        "name.given[1].id ; [string 'g2']",
        "name[1].given ; []",
        "name[7] ; []",
        "Person.name ; []",
        "Resource.id ; [id 'p1']",
        "deceased ; [dateTime '2020-01-02T03:04:05+01:00']",
        "deceasedDateTime ; []",
        "deceased as Period ; []",
        "birthDate.extension('u:time').value ; [time '10:00:00']",
        "birthDate.extension.value.hasValue() ; [Boolean true]",
        "multipleBirth.as(integer) + 1 ; [Integer 3]",
        "generalPractitioner.where(resolve() is Practitioner).count() ; [Integer 1]",
        "generalPractitioner.resolve().ofType(PractitionerRole).count() ; [Integer 1]",
        "managingOrganization.resolve().id ; [id 'org']",
        "contained.select(%resource.id) ; [id 'p1']",
        "name.select(given.first()) ; [string 'A']",
        "name.given.select($index) ; [Integer 0, Integer 1]",
        "(1 | 2 | 2.0 | 3).aggregate($total + $this, 0) ; [Integer 6]",
        "name.repeat(given | family).count() ; [Integer 3]",
        "iif(active, 'on', 'off') ; [String 'on']",
        "'a' & {} & 'b' ; [String 'ab']",
        "'a' + {} ; []",
        "1.10 = 1.1 ; [Boolean true]",
        "1.10.toString() ; [String '1.10']",
        "7 div 2 + 7 mod 2 ; [Integer 4]",
        "1 / 0 ; []",
        "1 + 2 * 3 = 7 and -1 < 0 ; [Boolean true]",
        "{} or true ; [Boolean true]",
        "{} and true ; []",
        "{} implies false ; []",
        "false implies {} ; [Boolean true]",
        "true xor true ; [Boolean false]",
        "@2012 = @2012-01 ; []",
        "@2012 < @2013-01 ; [Boolean true]",
        "@2012-01-01T10:00:00Z = @2012-01-01T11:00:00+01:00 ; [Boolean true]",
        "@2012-01-01T10:00Z = @2012-01-01T10:00:00Z ; []",
        "@2012-01-31 + 1 month ; [Date '2012-02-29']",
        "@T10:30 < @T10:30:01 ; []",
        "birthDate <= @1974-06-01 ; []",
        "4 'mg' = 0.004 'g' ; [Boolean true]",
        "4 'mg' < 1 'cm' ; []",
        "2 weeks = 14 days ; [Boolean true]",
        "'Ab' ~ ' ab'.trim() ; [Boolean true]",
        "(1 | 2) ~ (2 | 1) ; [Boolean true]",
        "(1 | 2) = (2 | 1) ; [Boolean false]",
        "2 in (1 | 2) and (1 | 2) contains 1 ; [Boolean true]",
        "'abc'.substring(1, 9) ; [String 'bc']",
        "'abc'.substring(3) ; []",
        "'a.b.c'.replaceMatches('\\\\..*', '') ; [String 'a']",
        "'abc'.matches('b') ; [Boolean true]",
        "'abc'.matchesFull('b') ; [Boolean false]",
        "'1'.toInteger() + '1.5'.toDecimal() ; [Decimal 2.5]",
        "'x'.toInteger() ; []",
        "'x'.convertsToInteger() ; [Boolean false]",
        "'4 days'.toQuantity() = 4 days ; [Boolean true]",
        "active is Boolean and active is boolean and active is FHIR.boolean ; [Boolean true]",
        "active is System.Boolean ; [Boolean false]",
        "(1 | 'a').ofType(String) ; [String 'a']",
        "name.given.exclude('A') ; [string 'B']",
        "%`vs-x` & %ucum ; [String 'http://hl7.org/fhir/ValueSet/xhttp://unitsofmeasure.org']",
        "name.`given`.count() // given names ; [Integer 2]",
      })
  void an_expression_finds(String expression, String found) {
    assertThat(found(expression)).hasToString(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "name.",
        ".name",
        "name[",
        "name[0",
        "(name",
        "name)",
        "1 +",
        "a b",
        "'a",
        "'\\x'",
        "'\\u12'",
        "@20",
        "@2012-13",
        "nothing()",
        "where()",
        "name.where(a, b)",
        "$that",
        "a ! b",
        "a # b",
        "/* a",
        "is(",
        "a is",
        "%",
        "{1}",
        "true false"
      })
  void what_is_no_expression_is_refused_with_the_place(String text) {
    assertThatThrownBy(() -> FhirPath.parse(text))
        .isInstanceOfSatisfying(
            FhirPath.Malformed.class, e -> assertThat(e.at()).isBetween(0, text.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name.given.single()",
        "name.given.startsWith('A')",
        "name.given + 'x'",
        "name < 1",
        "1 < 'a'",
        "1 + 'a'",
        "%nothing",
        "now()",
        "'a'.matches('(')",
        "(1 | 2) is Integer"
      })
  void what_the_specification_calls_an_error_is_one(String expression) {
    assertThatThrownBy(() -> found(expression)).isInstanceOf(FhirPath.Failed.class);
  }

  @Test
  void nothing_takes_for_ever() {
    assertThatThrownBy(() -> found("Patient" + ".select(%resource.descendants())".repeat(7)))
        .isInstanceOf(FhirPath.Failed.class);
    String text = "'" + "a".repeat(60) + "!'";
    assertThatThrownBy(() -> found(text + ".matches('^(.*)(.*)(.*)(.*)(.*)(.*)z$')"))
        .isInstanceOf(FhirPath.Failed.class);
    assertThatThrownBy(() -> found("'a'" + ".replace('a', 'aaaaaaaaaa')".repeat(40)))
        .isInstanceOf(FhirPath.Failed.class);
    assertThatThrownBy(() -> found("99999999999999999999" + ".select($this * $this)".repeat(8)))
        .isInstanceOf(FhirPath.Failed.class);
    assertThatThrownBy(() -> found("not()" + ".not()".repeat(450)))
        .isInstanceOf(FhirPath.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "not(", "a[", "1 + ("})
  void nothing_nests_for_ever(String opening) {
    assertThatThrownBy(() -> FhirPath.parse(opening.repeat(1900)))
        .isInstanceOf(FhirPath.Malformed.class);
    assertThatThrownBy(() -> FhirPath.parse(opening.repeat(10_000)))
        .isInstanceOf(FhirPath.Malformed.class);
  }

  @Test
  void an_item_knows_where_it_stands() {
    Item given = FhirPath.parse("name.given[1]").evaluate(PATIENT, Environment.ALONE).getFirst();
    assertThat(given.name()).isEqualTo("given");
    assertThat(given.index()).isEqualTo(1);
    assertThat(given.twin()).contains(Json.Obj.EMPTY.with("id", new Json.Text("g2")));
    assertThat(given.parent()).map(Item::type).contains("HumanName");
    assertThat(given.parent().flatMap(Item::parent)).contains(PATIENT);
    Item deceased = FhirPath.parse("deceased").evaluate(PATIENT, Environment.ALONE).getFirst();
    assertThat(deceased.name()).isEqualTo("deceasedDateTime");
    assertThat(deceased.index()).isEqualTo(-1);
  }

  @Test
  void a_resource_is_made_of_its_members() {
    var elements = Elements.of(Map.of("active", "true", "name", "[{\"family\":\"X\"}]"));
    Item patient = Item.root("Patient", Optional.of("7"), elements);
    assertThat(
            FhirPath.parse("active and Patient.id = '7' and name.family = 'X'")
                .holds(patient, Environment.ALONE))
        .isEqualTo(FhirPath.Verdict.TRUE);
  }

  @Test
  void the_world_around_is_asked() {
    var world =
        new Environment() {
          @Override
          public Optional<OffsetDateTime> now() {
            return Optional.of(OffsetDateTime.parse("2024-02-29T23:00:00+13:00"));
          }

          @Override
          public Optional<List<Item>> variable(String name) {
            return Optional.of(List.of(PATIENT));
          }

          @Override
          public Optional<Boolean> memberOf(Item coded, String valueSet) {
            return Optional.of(valueSet.equals("v"));
          }
        };
    var path = FhirPath.parse("today() = @2024-02-29 and %who.id = 'p1' and id.memberOf('v')");
    assertThat(path.holds(PATIENT, world)).isEqualTo(FhirPath.Verdict.TRUE);
  }
}
