package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.search.Query.Include;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What is searched most is found by an index; no selective search reads a whole table. */
class PlansTest {

  private static final Clinic CLINIC = Clinic.shared();
  private static final VersionRows ROWS =
      new VersionRows(CLINIC.types, CLINIC.sealer, new ServedVersions(0));

  private static Map<String, List<Cond>> conds(
      Handle handle, String type, Query query, OptionalLong at) {
    var lookups = new Lookups(handle, at);
    var terms = new Terms(handle, ROWS, SearchParameters.R4, at);
    var persons = new Persons(handle, at);
    var compiler = new Compiler(SearchParameters.R4, CLINIC.types, lookups, terms, persons, 0);
    return Map.of(type, compiler.all(type, query.filters().get(type)));
  }

  private static PageQuery page(Handle handle, String type, String parameters, OptionalLong at) {
    Query query = CLINIC.query(type, parameters);
    var conds = conds(handle, type, query, at);
    return new PageQuery(handle, ROWS, CLINIC.types, new PageQuery.Asked(query, conds), at);
  }

  private static void found(String type, String parameters, String... indexes) {
    for (OptionalLong at : List.of(OptionalLong.empty(), OptionalLong.of(3_000))) {
      CLINIC.jdbi.useHandle(
          handle -> {
            Sql sql = page(handle, type, parameters, at).rankedSql(PageQuery.FEW + 1);
            assertByIndex(Run.explain(handle, sql), indexes);
          });
    }
  }

  private interface Kept {
    Sql of(PageQuery.Asked asked, OptionalLong at);
  }

  private static String kept(Kept of, String type, String parameters, String... indexes) {
    var plans = new StringBuilder();
    for (OptionalLong at : List.of(OptionalLong.empty(), OptionalLong.of(3_000))) {
      CLINIC.jdbi.useHandle(
          handle -> {
            Query query = CLINIC.query(type, parameters);
            var asked = new PageQuery.Asked(query, conds(handle, type, query, at));
            String plan = KeptPlan.of(CLINIC.jdbi, of.of(asked, at));
            assertByIndex(plan, indexes);
            plans.append(plan);
          });
    }
    return plans.toString();
  }

  private static Sql driven(PageQuery.Asked asked, OptionalLong at) {
    return Driven.of(ROWS, CLINIC.types, asked, at).getFirst().sql(PageQuery.FEW);
  }

  private static Sql selected(PageQuery.Asked asked, OptionalLong at) {
    return Selected.of(ROWS, CLINIC.types, asked, at).orElseThrow().sql();
  }

  @Test
  void what_few_meet_is_found_from_the_index_to_the_versions() {
    kept(PlansTest::selected, "Patient", "identifier=urn:mrn|7", "tokens_pkey", "versions_by");
    kept(
        PlansTest::selected,
        "MedicationRequest",
        "patient=Patient/p7&status=active",
        "links_by_target",
        "tokens_pkey",
        "versions_by");
    kept(
        PlansTest::selected,
        "Observation",
        "patient.identifier=urn:mrn|7",
        "tokens_pkey",
        "links_by_target");
    kept(PlansTest::selected, "Patient", "_id=p7", "cards_by_ref", "versions_by");
  }

  @Test
  void kept_plans_begin_with_the_index_of_the_first_condition_and_probe_the_others() {
    kept(
        PlansTest::driven,
        "Patient",
        "family=berg7&birthdate=ge1980&birthdate=lt1990",
        "texts_by_norm",
        "moments_by_stream");
    kept(
        PlansTest::driven,
        "Observation",
        "patient=Patient/p7&code=8480-6&_sort=-date",
        "links_by_target",
        "codes_by_code");
    kept(PlansTest::driven, "Observation", "patient.identifier=urn:mrn|7", "tokens_pkey");
    kept(
        PlansTest::driven,
        "Patient",
        "_has:Observation:patient:_id=o7",
        "links_by_stream",
        "cards_by_ref");
  }

  @Test
  void a_diary_and_the_newest_are_walked_by_kept_plans() {
    kept(
        (asked, at) -> DateWalk.of(ROWS, asked, at).orElseThrow().sql(),
        "Appointment",
        "date=ge2023-05-01&date=lt2023-05-02&_sort=date",
        "moments_by_low",
        "moments_by_high",
        "moments_of_many");
    kept(
        (asked, at) -> Newest.of(ROWS, CLINIC.types, asked, at).orElseThrow().sql(),
        "Observation",
        "status=final",
        "cards",
        "tokens_pkey");
  }

  private static void assertByIndex(String plan, String... indexes) {
    assertThat(plan)
        .doesNotContainPattern(
            "Seq Scan on (cards|tokens|texts|moments|amounts|links|versions)\\b");
    for (String index : indexes) assertThat(plan).contains(index);
  }

  @Test
  void an_identifier() {
    found("Patient", "identifier=urn:mrn|7", "tokens_pkey");
  }

  @Test
  void a_name_and_a_birth_date() {
    found("Patient", "family=berg7&birthdate=1980-03", "texts_by_norm", "moments_by");
  }

  @Test
  void prescriptions_of_a_patient_by_status() {
    found(
        "MedicationRequest", "patient=Patient/p7&status=active", "links_by_target", "tokens_pkey");
  }

  @Test
  void appointments_of_a_day_in_order() {
    found("Appointment", "date=ge2023-05-01&date=lt2023-05-02&_sort=date", "moments_by_low");
  }

  @Test
  void appointments_of_a_practitioner_on_a_day() {
    found("Appointment", "practitioner=Practitioner/7&date=2023-05-01", "links_by", "moments_by");
  }

  @Test
  void observations_of_a_patient_by_code_and_date() {
    found(
        "Observation",
        "patient=Patient/p7&code=http://loinc.org|8480-6&date=ge2023-02-01",
        "links_by_target",
        "tokens_pkey",
        "moments_by_stream");
  }

  @Test
  void a_chain() {
    found("Observation", "patient.identifier=urn:mrn|7", "tokens_pkey", "links_by_target");
  }

  @Test
  void what_refers_here() {
    found("Patient", "_has:Observation:patient:_id=o7", "cards_by_ref", "links_by_stream");
  }

  @Test
  void a_window_of_last_updated() {
    found("Patient", "_lastUpdated=gt2999", "versions_by_time");
    for (String parameters :
        List.of(
            "_lastUpdated=gt2024&_lastUpdated=le2025",
            "_lastUpdated=le2025&_lastUpdated=gt2024&_sort=_lastUpdated")) {
      String plan = kept(PlansTest::driven, "Patient", parameters, "versions_by_type");
      assertThat(plan).containsPattern("Index Cond: .*ROW.* ROW.*type = ").contains(">= ROW(");
    }
  }

  @Test
  void a_number() {
    found("Observation", "value-quantity=gt148", "amounts_by");
  }

  @Test
  void many_are_walked_in_the_order_of_the_answer() {
    CLINIC.jdbi.useHandle(
        handle -> {
          Sql sql = page(handle, "Observation", "status=final", OptionalLong.empty()).walkedSql();
          assertByIndex(Run.explain(handle, sql), "tokens_pkey");
        });
  }

  /** The plan of the first of its includes, from the first streams of its type. */
  private static String include(Handle handle, String type, String parameters, long position) {
    Include include = CLINIC.query(type, parameters).includes().getFirst();
    var includes = new Includes(handle, ROWS, CLINIC.types, SearchParameters.R4, position);
    var from =
        handle
            .createQuery("select stream from search.cards where type = :type order by 1 limit 20")
            .bind("type", CLINIC.types.code(type))
            .mapTo(Long.class)
            .map(stream -> new Includes.Item(stream, type))
            .list();
    var sql =
        include.reverse()
            ? includes.referringSql(include, from)
            : includes.referredSql(include, from);
    return Run.explain(handle, sql.orElseThrow());
  }

  @Test
  void what_is_included_is_found_by_its_links() {
    CLINIC.jdbi.useHandle(
        handle -> {
          for (long position : List.of(Positions.last(handle), 3_000L)) {
            assertByIndex(
                include(handle, "Observation", "_include=Observation:patient", position),
                "links_by_stream",
                "cards_by_ref");
            assertByIndex(
                include(handle, "Patient", "_revinclude=Observation:subject", position),
                "links_by_target");
          }
        });
    assertThat(
            CLINIC.searches.find(CLINIC.query("Patient", "_id=p7&_revinclude=Observation:subject")))
        .isInstanceOfSatisfying(
            Searches.Answer.Page.class, page -> assertThat(page.included()).hasSize(5));
    assertThat(
            CLINIC.searches.find(
                CLINIC.query("Observation", "_id=o7&_include=Observation:patient")))
        .isInstanceOfSatisfying(
            Searches.Answer.Page.class, page -> assertThat(page.included()).hasSize(1));
  }

  @Test
  void a_total_of_a_type_reads_one_version_and_one_of_a_code_its_keys() {
    CLINIC.jdbi.useHandle(
        handle -> {
          for (OptionalLong at : List.of(OptionalLong.empty(), OptionalLong.of(3_000))) {
            Query whole = CLINIC.query("Observation", "_total=accurate");
            var all = conds(handle, "Observation", whole, at);
            String plan =
                Run.explain(handle, new Totals(handle, CLINIC.types, all, at).countedSql());
            assertByIndex(plan, "versions_by_type");
            assertThat(plan).doesNotContain("cards");
            Query some = CLINIC.query("Observation", "code=8480-6&_total=accurate");
            var coded = conds(handle, "Observation", some, at);
            assertByIndex(
                Run.explain(handle, new Totals(handle, CLINIC.types, coded, at).countedSql()),
                "tokens_pkey");
          }
        });
  }

  @Test
  void what_is_sorted_is_walked_in_order() {
    Query query = CLINIC.query("Observation", "_sort=-date");
    for (OptionalLong at : List.of(OptionalLong.empty(), OptionalLong.of(3_000))) {
      CLINIC.jdbi.useHandle(
          handle -> {
            var conds = conds(handle, "Observation", query, at);
            Sql sql =
                SortedWalk.of(handle, CLINIC.types, query, conds, at)
                    .orElseThrow()
                    .keysSql(Optional.empty(), 50);
            assertByIndex(Run.explain(handle, sql), "moments_by_low");
          });
    }
  }

  @Test
  void a_whole_type_is_counted_without_counting() {
    assertThat(CLINIC.searches.find(CLINIC.query("Observation", "_total=accurate&_count=1")))
        .isInstanceOfSatisfying(
            Searches.Answer.Page.class,
            page -> assertThat(page.total()).hasValue(5L * Clinic.SHARED));
  }
}
