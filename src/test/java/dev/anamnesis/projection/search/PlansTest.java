package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What is searched most is found by an index; no selective search reads a whole table. */
class PlansTest {

  private static final Clinic CLINIC = Clinic.shared();

  private static PageQuery page(Handle handle, String type, String parameters, OptionalLong at) {
    Query query = CLINIC.query(type, parameters);
    var lookups = new Lookups(handle, at);
    var rows = new VersionRows(CLINIC.types, CLINIC.sealer, new ServedVersions(0));
    var terms = new Terms(handle, rows, SearchParameters.R4, at);
    var compiler =
        new Compiler(SearchParameters.R4, CLINIC.types, lookups, terms, new Persons(handle, at), 0);
    var conds = Map.of(type, compiler.all(type, query.filters().get(type)));
    return new PageQuery(handle, rows, CLINIC.types, query, conds, at);
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

  @Test
  void what_is_included_is_found_by_its_links() {
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
  void a_whole_type_is_counted_without_counting() {
    assertThat(CLINIC.searches.find(CLINIC.query("Observation", "_total=accurate&_count=1")))
        .isInstanceOfSatisfying(
            Searches.Answer.Page.class,
            page -> assertThat(page.total()).hasValue(5L * Clinic.SHARED));
  }
}
