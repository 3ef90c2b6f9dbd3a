package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.fhir.search.Searching;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.server.TestDatabase;
import java.sql.Connection;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;

/** A search that takes too long is given up in time, and others go on. */
class TooLongTest {

  /** Before it would, that is: what it waits for is not given free. */
  @Test
  void a_search_is_given_up_in_time_while_others_are_answered() throws Exception {
    try (Clinic clinic = Clinic.of(5);
        Connection other = TestDatabase.connection(clinic.jdbi);
        var statement = other.createStatement()) {
      var searches =
          new Searches(
              clinic.jdbi,
              clinic.types,
              clinic.definitions,
              clinic.sealer,
              new ServedVersions(0),
              1);
      other.setAutoCommit(false);
      statement.execute("lock table search.texts, search.labels in access exclusive mode");
      for (String hostile : List.of("family:contains=e", "identifier:text=e")) {
        long start = System.nanoTime();
        var answer = searches.find(clinic.query("Patient", hostile));
        assertThat(System.nanoTime() - start).isBetween(900_000_000L, 5_000_000_000L);
        assertThat(answer)
            .isInstanceOfSatisfying(
                Searches.Answer.NotDone.class,
                refused -> assertThat(refused.why().code()).isEqualTo("search-too-long"));
        assertThat(searches.find(clinic.query("Patient", "identifier=urn:mrn|3")))
            .isInstanceOfSatisfying(
                Searches.Answer.Page.class, page -> assertThat(page.matches()).hasSize(1));
      }
      other.rollback();
      assertThat(searches.find(clinic.query("Patient", "family:contains=e")))
          .isInstanceOf(Searches.Answer.Page.class);
    }
  }

  @Test
  void it_is_told_so() {
    var refusal =
        (BaseServerResponseException) Searching.refusal(new Refused("search-too-long", "words"));
    var outcome = (OperationOutcome) refusal.getOperationOutcome();
    assertThat(refusal.getStatusCode()).isEqualTo(400);
    assertThat(outcome.getIssueFirstRep().getCode().toCode()).isEqualTo("too-costly");
  }
}
