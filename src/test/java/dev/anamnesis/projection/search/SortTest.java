package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Answers too large to be ordered at once come in the same order, page by page: ties by id. */
class SortTest {

  private static final Clinic CLINIC = Clinic.shared();

  private record Seen(String id, String date) {}

  private static Query next(Query query, Optional<Query.Cursor> cursor) {
    return new Query(
        query.filters(),
        query.sort(),
        query.count(),
        query.total(),
        query.includes(),
        query.asOf(),
        cursor,
        query.understood(),
        query.ignored());
  }

  /** All pages. */
  private static List<Seen> all(String parameters) {
    Query query = CLINIC.query("Observation", parameters);
    var seen = new ArrayList<Seen>();
    Optional<Query.Cursor> cursor = Optional.empty();
    do {
      var page = (Searches.Answer.Page) CLINIC.searches.find(next(query, cursor));
      for (Version version : page.matches()) {
        var resource = (Json.Obj) Json.parse(version.json().orElseThrow());
        seen.add(
            new Seen(
                resource.string("id").orElseThrow(),
                resource.string("effectiveDateTime").orElseThrow()));
      }
      cursor = page.next();
    } while (cursor.isPresent());
    return seen;
  }

  private static void assertOrder(String parameters, Comparator<Seen> order) {
    List<Seen> seen = all(parameters);
    assertThat(seen).hasSize(5 * Clinic.SHARED);
    assertThat(seen).isEqualTo(seen.stream().sorted(order).toList());
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void what_is_of_one_day_comes_by_id() {
    assertOrder("_sort=date&_count=333", Comparator.comparing(Seen::date).thenComparing(Seen::id));
  }

  @Test
  void ties_rise_by_id_where_the_key_falls() {
    assertOrder(
        "_sort=-date&_count=13",
        Comparator.comparing(Seen::date).reversed().thenComparing(Seen::id));
  }

  @Test
  void what_has_no_key_comes_by_id() {
    assertOrder("_sort=value-date&_count=999", Comparator.comparing(Seen::id));
  }

  @Test
  void by_id_up_and_down() {
    assertOrder("_sort=_id&_count=700", Comparator.comparing(Seen::id));
    assertOrder("_sort=-_id&_count=700", Comparator.comparing(Seen::id).reversed());
  }

  @Test
  void many_of_one_key_are_walked_in_the_order_few_are_given() {
    long source =
        SearchParameters.R4
            .find("Observation", "value-quantity")
            .orElseThrow()
            .sources()
            .getFirst()
            .id();
    var tie =
        new Rows(
            Table.AMOUNTS,
            (w, a) -> w.add(a + ".source = ").sql.value(source).add(" and " + a + ".low < 60"),
            -1);
    CLINIC.jdbi.useHandle(
        handle -> {
          long last = Positions.last(handle);
          var ties = new Ties(handle, CLINIC.types, "Observation", last);
          List<Long> few = ties.among(List.of(), tie, Optional.of("o1"), 50);
          assertThat(few).hasSize(50);
          assertThat(ties.walk(List.of(tie), Optional.of("o1"), 50, false)).isEqualTo(few);
          assertThat(Run.explain(handle, ties.walkSql(List.of(), Optional.of("o1"), 50, false)))
              .contains("streams_pkey");
          var middle = new Ties(handle, CLINIC.types, "Observation", last / 2);
          assertThat(middle.walk(List.of(tie), Optional.empty(), 2_500, false))
              .isEqualTo(middle.among(List.of(), tie, Optional.empty(), 2_500))
              .allMatch(stream -> stream <= last / 2);
        });
  }

  @Test
  void few_are_ordered_by_id_too() {
    Query query =
        CLINIC.query("Observation", "code=8480-6&date=ge2023-05&_sort=status&_count=1000");
    var page = (Searches.Answer.Page) CLINIC.searches.find(query);
    var ids = page.matches().stream().map(v -> v.recorded().stream().id()).toList();
    assertThat(ids).hasSizeGreaterThan(100).isSorted();
    assertThat(OptionalLong.of(ids.size())).isEqualTo(page.total());
  }
}
