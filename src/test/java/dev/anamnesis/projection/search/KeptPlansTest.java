package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.r4.search.SearchParameters;
import dev.anamnesis.server.TestDatabase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is answered by a kept plan, page by page, is what is answered when all that matches is found
 * and ordered at once: of single dates, of several, of long spans, with ties.
 */
class KeptPlansTest {

  private static final List<String> PREFIXES =
      List.of("", "gt", "ge", "lt", "le", "sa", "eb", "ne");
  private static final Random RANDOM = new Random(11);
  private static final Clinic CLINIC = clinic();
  private static final VersionRows ROWS =
      new VersionRows(CLINIC.types, CLINIC.sealer, new ServedVersions(0));

  private static Clinic clinic() {
    var clinic = new Clinic(TestDatabase.fresh(), true);
    for (int n = 0; n < 400; n++) {
      clinic.append(
          new StreamId("Observation", "o" + n),
          0,
          new Existence.Absent(),
          Clinic.present(observation(n)));
    }
    return clinic;
  }

  private static LocalDate day() {
    return LocalDate.of(2024, 1, 1).plusDays(RANDOM.nextInt(60));
  }

  private static String observation(int n) {
    String effective =
        switch (RANDOM.nextInt(8)) {
          case 0 -> "\"effectiveDateTime\":\"2024\"";
          case 1 -> "\"effectiveDateTime\":\"2024-01\"";
          case 2 ->
              "\"effectivePeriod\":{\"start\":\"%s\",\"end\":\"2024-12-01\"}".formatted(day());
          case 3 ->
              "\"effectiveTiming\":{\"event\":[\"%sT10:00:00Z\",\"%s\"]}".formatted(day(), day());
          default -> "\"effectiveDateTime\":\"%sT10:00:00Z\"".formatted(day());
        };
    return "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"c%d\"}]},%s,\"status\":\"%s\",\"subject\":{\"reference\":\"Patient/p%d\"}}"
        .formatted(n % 3, effective, n % 2 == 0 ? "final" : "amended", n % 5);
  }

  private static String range() {
    String one = "date=" + PREFIXES.get(RANDOM.nextInt(8)) + day();
    return RANDOM.nextInt(3) == 0
        ? one
        : "date=" + (RANDOM.nextBoolean() ? "ge" : "gt") + day() + "&date=lt" + day();
  }

  private static Map<String, List<Cond>> conds(
      org.jdbi.v3.core.Handle handle, Query query, OptionalLong at) {
    var compiler =
        new Compiler(
            SearchParameters.R4,
            CLINIC.types,
            new Lookups(handle, at),
            new Terms(handle, ROWS, SearchParameters.R4, at),
            new Persons(handle, at),
            0);
    return Map.of("Observation", compiler.all("Observation", query.filters().get("Observation")));
  }

  /** All that matches, ordered at once. */
  private static List<String> whole(Query query, OptionalLong at) {
    return CLINIC.jdbi.withHandle(
        handle -> {
          var all =
              new Query(
                  query.filters(),
                  query.sort(),
                  1_000,
                  query.total(),
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  List.of(),
                  List.of());
          var asked = new PageQuery.Asked(all, conds(handle, query, at));
          var page = new PageQuery(handle, ROWS, CLINIC.types, asked, at);
          var ids = new ArrayList<String>();
          Run.query(
              handle,
              page.rankedSql(Integer.MAX_VALUE),
              row -> {
                if (row.getLong("rank") > 0) ids.add(row.getString("resource_id"));
              });
          return ids;
        });
  }

  private static List<String> pages(Query query) {
    var ids = new ArrayList<String>();
    Optional<Query.Cursor> cursor = query.from();
    do {
      var next = query.from(cursor, Optional.empty());
      var page = (Searches.Answer.Page) CLINIC.searches.find(next);
      page.matches().forEach(version -> ids.add(version.recorded().stream().id()));
      cursor = page.next();
    } while (cursor.isPresent());
    return ids;
  }

  private static void assertTheSame(String parameters) {
    Query query = CLINIC.query("Observation", parameters + "&_count=7");
    assertThat(pages(query)).as(parameters).isEqualTo(whole(query, OptionalLong.empty()));
    assertThat(pages(query.at(200)))
        .as(parameters + " at 200")
        .isEqualTo(whole(query, OptionalLong.of(200)));
  }

  @Test
  void a_range_of_dates_in_their_order() {
    for (int n = 0; n < 60; n++) {
      String other = n % 3 == 0 ? "&status=final" : n % 7 == 0 ? "&subject=Patient/p1" : "";
      assertTheSame(range() + other + "&_sort=" + (RANDOM.nextBoolean() ? "date" : "-date"));
    }
  }

  @Test
  void a_diary_is_walked_by_a_kept_plan() {
    Query query = CLINIC.query("Observation", "date=ge2024-01-10&date=lt2024-02-01&_sort=date");
    CLINIC.jdbi.useHandle(
        handle -> {
          var asked = new PageQuery.Asked(query, conds(handle, query, OptionalLong.empty()));
          var walk = DateWalk.of(ROWS, asked, OptionalLong.empty()).orElseThrow();
          assertThat(walk.isBest()).isTrue();
          assertThat(walk.sql().isKept()).isTrue();
          assertThat(walk.found(handle).orElseThrow().matches()).isNotEmpty();
        });
  }

  @Test
  void what_meets_several_conditions_newest_first_or_sorted() {
    for (int n = 0; n < 20; n++) {
      assertTheSame("subject=Patient/p" + n % 5 + "&code=c1&" + range());
      assertTheSame("code=http://loinc.org|c2&status=final&" + range() + "&_sort=-date,code");
      assertTheSame("code:not=c1&subject=Patient/p2");
      assertTheSame("status=final&" + range());
    }
  }

  /** Alone and with another, of a page that holds them all and of one that does not. */
  @Test
  void what_few_meet() {
    for (int n = 0; n < 5; n++) {
      for (String parameters :
          List.of(
              "subject=Patient/p" + n,
              "subject=Patient/p" + n + "&code=c1&date=ge2024-02-10",
              "_id=o" + n + ",o" + 9 * n + "&status=final",
              "_id=nobody" + n)) {
        Query query = CLINIC.query("Observation", parameters + "&_count=20");
        List<String> all = whole(query, OptionalLong.empty());
        assertThat(pages(query)).as(parameters).isEqualTo(all);
        assertThat(pages(query.at(200)))
            .as(parameters + " at 200")
            .isEqualTo(whole(query, OptionalLong.of(200)));
        CLINIC.jdbi.useHandle(
            handle -> {
              var asked = new PageQuery.Asked(query, conds(handle, query, OptionalLong.empty()));
              var found =
                  Selected.of(ROWS, CLINIC.types, asked, OptionalLong.empty())
                      .orElseThrow()
                      .found(handle);
              assertThat(found.isPresent()).as(parameters).isEqualTo(all.size() <= 20);
              found.ifPresent(page -> assertThat(page.total()).hasValue(all.size()));
            });
      }
    }
  }

  @Test
  void among_the_newest_of_the_type() {
    Query query = CLINIC.query("Observation", "status=final&_count=7");
    CLINIC.jdbi.useHandle(
        handle -> {
          var asked = new PageQuery.Asked(query, conds(handle, query, OptionalLong.empty()));
          var found =
              Newest.of(ROWS, CLINIC.types, asked, OptionalLong.empty())
                  .orElseThrow()
                  .found(handle)
                  .orElseThrow();
          assertThat(found.matches().stream().map(v -> v.recorded().stream().id()).toList())
              .isEqualTo(whole(query, OptionalLong.empty()).subList(0, 7));
        });
  }
}
