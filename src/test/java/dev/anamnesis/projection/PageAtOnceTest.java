package dev.anamnesis.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.HistoryQuery.Cursor;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.server.TestDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A page of history by one statement: what it tells, and how it is found. */
class PageAtOnceTest {

  /** Ten resources of two types, by turns. */
  private static final String MADE =
      """
      insert into read.versions
        (position, stream, type_seq, system_seq, recorded_at, version, type, method, status, resource_id, body, alive)
      select p, 1 + (p - 1) % 10, (p + 1) / 2, p, timestamptz '2026-01-01' + p * interval '1 second',
        1 + (p - 1) / 10, t.code, 1, 204, 's' || (p - 1) % 10, null, 0
      from generate_series(1, 30000) p
      join read.resource_types t on t.name = case when p % 2 = 0 then 'Basic' else 'Flag' end
      """;

  private static final String STREAMS =
      """
      insert into log.streams (resource_type, resource_id, stream, version, position)
      select case when s % 2 = 0 then 'Basic' else 'Flag' end, 's' || s - 1, s, 3000, s
      from generate_series(1, 10) s
      """;

  private static final Jdbi JDBI = made();
  private static final ResourceTypes TYPES = new ResourceTypes(JDBI);
  private static final VersionRows ROWS =
      new VersionRows(
          TYPES, new Sealer(TestDatabase.vault(JDBI), new SecureRandom()), new ServedVersions(0));

  private static Jdbi made() {
    Jdbi jdbi = TestDatabase.fresh();
    jdbi.useHandle(
        handle -> {
          handle.execute(MADE);
          handle.execute(STREAMS);
          handle.execute("analyze");
        });
    return jdbi;
  }

  private static HistoryQuery query(Scope scope, Order order, Optional<Cursor> from) {
    return new HistoryQuery(scope, Optional.empty(), 100, order, from);
  }

  private static List<Long> walked(Scope scope, Order order, long total) {
    var positions = new ArrayList<Long>();
    Optional<Cursor> from = Optional.empty();
    do {
      HistoryQuery query = query(scope, order, from);
      SealedPage page =
          JDBI.withHandle(handle -> new PageAtOnce(handle, ROWS, query, 1).page(TYPES))
              .orElseThrow();
      assertThat(page.total()).isEqualTo(total);
      page.versions().forEach(version -> positions.add(version.recorded().position()));
      from = page.next();
    } while (from.isPresent());
    return positions;
  }

  private static void assertWalked(Scope scope, int first, int step) {
    var expected = new ArrayList<Long>();
    for (long position = first; position <= 30_000; position += step) expected.add(position);
    assertThat(walked(scope, Order.OLDEST_FIRST, expected.size())).isEqualTo(expected);
    assertThat(walked(scope, Order.NEWEST_FIRST, expected.size())).isEqualTo(expected.reversed());
  }

  @Test
  void its_pages_are_the_whole_log_of_the_system_of_a_type_and_of_a_resource() {
    assertWalked(new Scope.System(), 1, 1);
    assertWalked(new Scope.Types(List.of("Flag")), 1, 2);
    assertWalked(new Scope.Types(List.of("Basic", "Basic")), 2, 2);
    assertWalked(new Scope.Instance(new StreamId("Flag", "s4")), 5, 10);
  }

  @Test
  void what_is_not_there_has_no_versions_and_what_never_was_no_page() {
    try (Handle handle = JDBI.open()) {
      var nothing = new SealedPage(List.of(), 0, Optional.empty());
      var type = query(new Scope.Types(List.of("Slot")), Order.NEWEST_FIRST, Optional.empty());
      assertThat(new PageAtOnce(handle, ROWS, type, 1).page(TYPES)).contains(nothing);
      var late = query(new Scope.System(), Order.OLDEST_FIRST, Optional.empty());
      assertThat(new PageAtOnce(handle, ROWS, late, Long.MAX_VALUE).page(TYPES)).contains(nothing);
      var never = new Scope.Instance(new StreamId("Flag", "never"));
      assertThat(
              new PageAtOnce(handle, ROWS, query(never, Order.NEWEST_FIRST, Optional.empty()), 1)
                  .page(TYPES))
          .isEmpty();
    }
  }

  @Test
  void each_is_found_by_an_index_whatever_the_values() throws SQLException {
    for (Order order : Order.values()) {
      try (Handle handle = JDBI.open()) {
        var query = query(new Scope.System(), order, Optional.empty());
        var page = new PageAtOnce(handle, ROWS, query, 1);
        assertThat(plan(page.ofSystem())).contains("versions_pkey").doesNotContain("Sort");
        assertThat(plan(page.ofType())).contains("versions_by_type").doesNotContain("pkey", "Sort");
        assertThat(plan(page.ofResource())).contains("versions_by_stream").doesNotContain("Sort");
      }
    }
  }

  private static String plan(String sql) throws SQLException {
    String[] between = sql.split("\\?", -1);
    var text = new StringBuilder("explain (generic_plan) ").append(between[0]);
    for (int at = 1; at < between.length; at++) text.append('$').append(at).append(between[at]);
    try (Connection connection = TestDatabase.plainConnection(JDBI);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(text.toString())) {
      var plan = new StringBuilder();
      while (rows.next()) plan.append(rows.getString(1)).append('\n');
      assertThat(plan.toString()).doesNotContain("Seq Scan on versions");
      return plan.toString();
    }
  }
}
