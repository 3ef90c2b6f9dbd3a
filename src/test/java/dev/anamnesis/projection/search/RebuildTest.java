package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.StoreUnavailable;
import dev.anamnesis.eventstore.StreamId;
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

      new Rebuild(clinic.jdbi, clinic.types, clinic.sealer, clinic.projection).run(position -> {});

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
}
