package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** https://hl7.org/fhir/R4/references.html: whether what is pointed at is there, by setting. */
class ReferencesTest {

  private static final String CONDITION =
      "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/%s\"}}";
  private static final String PATIENT =
      "{\"resourceType\":\"Patient\",\"id\":\"p\",\"active\":true}";

  @Test
  void enforced_a_reference_to_nothing_is_refused_and_one_within_a_transaction_is_not() {
    try (var server = LiveServer.with("references", "enforce")) {
      var refused = server.put("/Condition/c", CONDITION.formatted("p"));
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("reference-to-nothing");
      String entry = "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"%s\"}}";
      var whole =
          server.post(
              "/",
              "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s,%s]}"
                  .formatted(
                      entry.formatted(CONDITION.formatted("p"), "Condition/c"),
                      entry.formatted(PATIENT, "Patient/p")));
      assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
      assertThat(server.put("/Condition/c", CONDITION.formatted("p")).statusCode()).isEqualTo(200);
      server.delete("/Patient/p");
      assertThat(server.put("/Condition/d", CONDITION.formatted("p").replace("\"c\"", "\"d\"")))
          .extracting(answer -> answer.statusCode())
          .isEqualTo(422);
    }
  }

  @Test
  void warned_of_it_is_recorded_and_the_answer_says_so() {
    try (var server = LiveServer.with("references", "warn")) {
      var warned = server.put("/Condition/c", CONDITION.formatted("p"));
      assertThat(warned.statusCode()).isEqualTo(201);
      assertThat(warned.headers().firstValue("Warning"))
          .hasValue("299 anamnesis \"reference-to-nothing: Patient/p\"");
      server.put("/Patient/p", PATIENT);
      var fine = server.put("/Condition/d", CONDITION.formatted("p").replace("\"c\"", "\"d\""));
      assertThat(fine.headers().firstValue("Warning")).isEmpty();
    }
  }

  @Test
  void a_reference_with_our_own_base_before_it_is_one_to_what_is_here() {
    String ours = CONDITION.replace("Patient/", "https://fhir.example.org/fhir/Patient/");
    String others = CONDITION.replace("Patient/", "https://other.example.org/fhir/Patient/");
    try (var server =
        LiveServer.with("references", "enforce", "base-url", "https://fhir.example.org/fhir")) {
      assertThat(server.put("/Condition/c", ours.formatted("p")).statusCode()).isEqualTo(422);
      assertThat(server.put("/Condition/c", others.formatted("p")).statusCode()).isEqualTo(201);
      server.put("/Patient/p", PATIENT);
      assertThat(server.put("/Condition/c", ours.formatted("p")).statusCode()).isEqualTo(200);
    }
  }
}
