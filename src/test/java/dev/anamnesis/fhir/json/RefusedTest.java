package dev.anamnesis.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.validate.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What looks right at first sight and is not. */
class RefusedTest {

  private final ResourceReader reader = new ResourceReader();

  private Read patient(String members) {
    String json = "{'resourceType':'Patient'," + members + "}";
    return reader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "Patient");
  }

  /** Codes and places of what is wrong. */
  private List<String> against(String members) {
    return switch (patient(members)) {
      case Read.Document _ -> List.of();
      case Read.Invalid(var problems) ->
          problems.stream().map(one -> one.code() + " " + one.expression()).toList();
    };
  }

  @Test
  void a_day_that_its_month_does_not_have() {
    assertThat(against("'birthDate':'2023-02-29'")).containsExactly("bad-value Patient.birthDate");
    assertThat(against("'deceasedDateTime':'2024-04-31T10:00:00Z'"))
        .containsExactly("bad-value Patient.deceasedDateTime");
    assertThat(against("'birthDate':'2024-02-29','deceasedDateTime':'2024-04-30T10:00:00Z'"))
        .isEmpty();
  }

  @Test
  void a_code_with_white_space_other_than_single_spaces() {
    assertThat(against("'language':'a\\nb'")).containsExactly("bad-value Patient.language");
    assertThat(against("'language':'a  b'")).containsExactly("bad-value Patient.language");
    assertThat(against("'language':'a b'")).isEmpty();
  }

  @Test
  void white_space_in_the_url_of_an_extension_or_an_element_s_id() {
    assertThat(against("'extension':[{'url':'http://a .b','valueString':'x'}]"))
        .containsExactly("bad-value Patient.extension[0].url");
    assertThat(against("'name':[{'id':'a b','family':'x'}]"))
        .containsExactly("bad-value Patient.name[0].id");
  }

  @Test
  void a_meta_that_says_nothing_but_one_that_says_what_the_server_says_anyway_is_taken() {
    assertThat(against("'meta':{}")).containsExactly("empty-value Patient.meta");
    assertThat(against("'meta':{'versionId':'3'}")).isEmpty();
  }

  @Test
  void a_narrative_that_is_no_xhtml_by_its_namespace() {
    String text = "'text':{'status':'generated','div':'<div%s>A</div>'}";
    assertThat(against(text.formatted(""))).containsExactly("bad-value Patient.text.div");
    assertThat(against(text.formatted(" xmlns=\\\"http://www.w3.org/1999/html\\\"")))
        .containsExactly("bad-value Patient.text.div");
    assertThat(against(text.formatted(" xmlns=\\\"http://www.w3.org/1999/xhtml\\\""))).isEmpty();
  }

  @Test
  void a_leap_second_has_its_place_in_order_and_is_taken() {
    var read =
        patient(
            "'identifier':[{'value':'1','period':{'start':'2016-12-31T23:59:60Z','end':'2017-01-02'}}]");
    assertThat(read).isInstanceOf(Read.Document.class);
    if (read instanceof Read.Document(var type, var _, var elements)) {
      assertThat(Validation.of(type, elements)).isEmpty();
    }
  }
}
