package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.StoreUnavailable;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.r4.search.OwnParameters;
import dev.anamnesis.r4.search.SearchParameters;
import dev.anamnesis.server.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Search rows can be made again from the versions, beside those in use. */
class RebuildTest {

  private static final List<String> TABLES =
      List.of(
          "cards",
          "cards_past",
          "tokens",
          "tokens_past",
          "codes",
          "labels",
          "texts",
          "texts_past",
          "moments",
          "moments_past",
          "amounts",
          "amounts_past",
          "links",
          "links_past",
          "made_by");

  private static Map<String, List<String>> rows(Jdbi jdbi) {
    var rows = new TreeMap<String, List<String>>();
    for (String table : TABLES) {
      rows.put(
          table,
          jdbi.withHandle(
              handle ->
                  handle
                      .createQuery("select t::text from search." + table + " t order by 1")
                      .mapTo(String.class)
                      .list()));
    }
    return rows;
  }

  private static void live(Clinic clinic) {
    Existence first =
        Clinic.present(
            "{\"gender\":\"female\",\"birthDate\":\"1980-01-01\",\"name\":[{\"family\":\"Ek\"}]}");
    Existence second = Clinic.present("{\"gender\":\"male\",\"birthDate\":\"1980-01-01\"}");
    Existence gone = new Existence.Removed(second.last());
    clinic.append(new StreamId("Patient", "x"), 0, new Existence.Absent(), first);
    clinic.append(new StreamId("Patient", "x"), 1, first, second);
    clinic.append(new StreamId("Patient", "x"), 2, second, gone);
    clinic.append(new StreamId("Patient", "x"), 3, gone, first);
  }

  @Test
  void the_rows_made_again_are_those_that_were_written() {
    try (var clinic = Clinic.of(30)) {
      live(clinic);
      Map<String, List<String>> written = rows(clinic.jdbi);
      assertThat(written.get("tokens_past")).isNotEmpty();
      assertThat(written.get("cards_past")).isNotEmpty();

      clinic.jdbi.useHandle(handle -> handle.execute("update search.made_by set definitions = 1"));
      assertThat(
              new Rebuild(
                      clinic.jdbi,
                      clinic.types,
                      clinic.sealer,
                      clinic.definitions,
                      clinic.projection)
                  .run(position -> true))
          .isTrue();

      assertThat(rows(clinic.jdbi)).isEqualTo(written);
    }
  }

  @Test
  void a_server_with_other_definitions_does_not_write() {
    try (var clinic = new Clinic(TestDatabase.fresh(), true)) {
      clinic.jdbi.useHandle(handle -> handle.execute("update search.made_by set definitions = 1"));
      assertThatThrownBy(() -> live(clinic)).isInstanceOf(StoreUnavailable.class);
    }
  }

  private static final String OWN =
      """
      {"resourceType":"SearchParameter","url":"urn:kin","code":"aaa-kin","type":"string","base":["Patient"],
       "expression":"Patient.name.family"}
      """;

  @Test
  void what_was_worked_out_by_the_old_definitions_is_written_by_the_new() {
    try (var clinic = new Clinic(TestDatabase.fresh(), true)) {
      live(clinic);
      var definitions =
          Definitions.of(clinic.jdbi, OwnParameters.with(List.of(OWN)).orElseThrow(), "");
      assertThat(definitions.standing()).isEqualTo(Definitions.Standing.BESIDE);
      var projection = new SearchProjection(clinic.jdbi, clinic.types, definitions);
      var rebuild = new Rebuild(clinic.jdbi, clinic.types, clinic.sealer, definitions, projection);
      var late =
          new CommitListener() {
            @Override
            public Share prepare(Commit commit) {
              Share share = projection.prepare(commit);
              assertThat(rebuild.run(position -> true)).isTrue();
              return share;
            }

            @Override
            public void onCommits(Appending to, List<Entry> batch) {
              projection.onCommits(to, batch);
            }
          };
      clinic.writing(late);
      var kin = Clinic.present("{\"name\":[{\"family\":\"Kin\"}]}");
      clinic.append(new StreamId("Patient", "y"), 0, new Existence.Absent(), kin);

      var searches =
          new Searches(
              clinic.jdbi, clinic.types, definitions, clinic.sealer, new ServedVersions(0));
      for (String search : List.of("aaa-kin", "family")) {
        var reading =
            searches
                .reader()
                .read(List.of("Patient"), Map.of(), Map.of(search, List.of("kin")), false, "");
        var page =
            (Searches.Answer.Page)
                searches.find(((QueryReader.Reading.Understood) reading).query());
        assertThat(page.matches()).hasSize(1);
      }
      assertThat(definitions.standing()).isEqualTo(Definitions.Standing.CURRENT);
    }
  }

  @Test
  void definitions_nobody_knows_are_told_apart() {
    Jdbi jdbi = TestDatabase.fresh();
    assertThat(Definitions.of(jdbi, SearchParameters.R4, "").standing())
        .isEqualTo(Definitions.Standing.CURRENT);
    assertThat(Definitions.of(jdbi, SearchParameters.R4, "http://x/fhir").standing())
        .isEqualTo(Definitions.Standing.BESIDE);
    jdbi.useHandle(handle -> handle.execute("update search.made_by set definitions = 1"));
    assertThat(Definitions.of(jdbi, SearchParameters.R4, "").standing())
        .isEqualTo(Definitions.Standing.UNKNOWN);
  }
}
