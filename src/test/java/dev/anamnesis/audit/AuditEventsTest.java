package dev.anamnesis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventsTest {

  private static final String BASE = "http://127.0.0.1:8080/fhir";
  private static final Instant AT = Instant.parse("2026-03-01T08:00:00.123456Z");
  private static final Recorded SEEN =
      new Recorded(new StreamId("Observation", "o"), 7, 5, 2, AT, Method.PUT);
  private static final Caller DECLARED =
      new Caller("nurse-1", "Device/ward", "Practitioner/p", "TREAT", "10.0.0.7");
  private static final Caller NOBODY = new Caller("", "", "", "", "::1");

  private static Recollection record(
      Interaction kind, int status, Caller caller, boolean shown, boolean patient) {
    return new Recollection(
        41,
        AT,
        kind,
        status,
        caller,
        kind.isOurOwn() ? "" : "request-1",
        shown ? "" : kind.isOurOwn() ? "" : "Observation/o",
        kind.isSearch() ? "code=x" : "",
        shown ? Optional.of(SEEN) : Optional.empty(),
        patient ? Optional.of("ann") : Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Interaction.class)
  void what_is_rendered_validates_against_r4_and_the_profile_it_claims(Interaction kind) {
    var problems = new ArrayList<String>();
    boolean shows = !kind.isOurOwn() && !kind.isSearch();
    for (Caller caller : List.of(DECLARED, NOBODY)) {
      for (boolean patient : new boolean[] {true, false}) {
        var done = record(kind, 200, caller, shows, patient && !kind.isOurOwn());
        problems.addAll(Balp.problems(AuditEvents.json(done, BASE)));
      }
      for (int status : new int[] {404, 503}) {
        var refused = record(kind, status, caller, false, false);
        problems.addAll(Balp.problems(AuditEvents.json(refused, BASE)));
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void a_read_of_a_patients_observation() {
    assertThat(AuditEvents.json(record(Interaction.READ, 200, DECLARED, true, true), BASE))
        .isEqualTo(text("read.json"));
  }

  @Test
  void a_search_without_a_known_caller_that_was_refused() {
    assertThat(AuditEvents.json(record(Interaction.SEARCH_TYPE, 400, NOBODY, false, false), BASE))
        .isEqualTo(text("search.json"));
  }

  private static String text(String name) {
    try {
      return Files.readString(Path.of("src/test/resources/audit", name)).strip();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"outcome\":\"0\"",
        "\"role\":{\"system\":\"http://terminology.hl7.org/CodeSystem/object-role\",\"code\":\"4\",\"display\":\"Domain Resource\"}",
        "\"system\":\"https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType\",\"code\":\"XrequestId\""
      })
  void the_validator_finds_what_does_not_fit_the_profile(String part) {
    String json = AuditEvents.json(record(Interaction.READ, 200, DECLARED, true, true), BASE);
    String broken =
        json.replace(
            part,
            part.replace("\"0\"", "\"4\"")
                .replace("\"4\",", "\"24\",")
                .replace("XrequestId", "none"));
    assertThat(json).contains(part);
    assertThat(Balp.problems(broken)).isNotEmpty();
  }
}
