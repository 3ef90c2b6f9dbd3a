package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.search.QueryReader.Reading;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A whole record is found by one lookup of what refers to its owner, however many types it has. */
class TogetherTest {

  private static final Clinic CLINIC = Clinic.shared();
  private static final VersionRows ROWS =
      new VersionRows(CLINIC.types, CLINIC.sealer, new ServedVersions(0));

  private static Filter within(String type, String code) {
    SearchParameter by = SearchParameters.R4.find(type, code).orElseThrow();
    return new Filter.Within("Patient", "p7", List.of(by));
  }

  private static Query record() {
    var within = new LinkedHashMap<String, List<Filter>>();
    within.put("Patient", List.of(new Filter.Person("p7")));
    within.put("MedicationRequest", List.of(within("MedicationRequest", "subject")));
    within.put("Appointment", List.of(within("Appointment", "actor")));
    within.put("Observation", List.of(within("Observation", "subject")));
    return switch (CLINIC
        .searches
        .reader()
        .read(List.copyOf(within.keySet()), within, Map.of(), false, "")) {
      case Reading.Understood(Query query) -> query;
      case Reading.NotUnderstood(var why) -> throw new AssertionError(why.words());
    };
  }

  @Test
  void all_of_a_record_is_found() {
    assertThat(CLINIC.searches.find(record()))
        .isInstanceOfSatisfying(
            Searches.Answer.Page.class,
            page -> {
              assertThat(page.matches()).hasSize(ClinicRecords.EACH);
              assertThat(page.total()).hasValue(ClinicRecords.EACH);
            });
  }

  @Test
  void one_kept_plan_looks_its_owner_up() {
    for (OptionalLong at : List.of(OptionalLong.empty(), OptionalLong.of(3_000))) {
      String plan =
          CLINIC.jdbi.withHandle(
              handle -> {
                var terms = new Terms(handle, ROWS, SearchParameters.R4, at);
                var persons = new Persons(handle, at);
                var compiler =
                    new Compiler(
                        SearchParameters.R4,
                        CLINIC.types,
                        new Lookups(handle, at),
                        terms,
                        persons,
                        0);
                var together = Together.of(compiler, persons, record().filters());
                var asked = new PageQuery.Asked(record(), Map.of(), together);
                return KeptPlan.of(
                    CLINIC.jdbi,
                    Driven.of(ROWS, CLINIC.types, asked, at).getFirst().sql(PageQuery.FEW));
              });
      assertThat(plan)
          .contains("links_by_target", "cards_by_ref")
          .doesNotContainPattern("Seq Scan on (cards|links|versions)\\b");
    }
  }
}
