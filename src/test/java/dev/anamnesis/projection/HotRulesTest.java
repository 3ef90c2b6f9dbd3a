package dev.anamnesis.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.server.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What every booking and every step asks is found by an index, however much there is. */
class HotRulesTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private static void fill(Jdbi jdbi) {
    jdbi.useHandle(
        handle -> {
          handle.execute(
              """
              insert into read.bookings (stream, actor, appointment, starts, ends, taken)
              select n, 'Practitioner/p' || n % 50, 'a' || n, timestamptz '2030-01-01Z' + n * interval '10 minutes',
                timestamptz '2030-01-01Z' + (n + 1) * interval '10 minutes', true
              from generate_series(1, 50000) n
              """);
          handle.execute(
              """
              insert into read.calendars (stream, actor, schedule, capacity)
              select n, 'Practitioner/p' || n, 's' || n, 1
              from generate_series(1, 5000) n
              """);
          handle.execute(
              """
              insert into read.slots (stream, slot, schedule, starts, ends, free)
              select n, 'x' || n, 's' || n % 5000, timestamptz '2040-01-01Z' + n * interval '10 minutes',
                timestamptz '2040-01-01Z' + (n + 1) * interval '10 minutes', n % 2 = 0
              from generate_series(1, 50000) n
              """);
          handle.execute(
              """
              insert into read.prescriptions (stream, request, patient, status, active, medications)
              select n, 'm' || n, 'p' || n % 5000, 'active', true, array[n]
              from generate_series(1, 50000) n
              """);
          handle.execute(
              """
              insert into read.deadlines (stream, kind, due, version, resource_type, resource_id)
              select n, 'NO_SHOW', timestamptz '2030-01-01Z' + n * interval '10 minutes', 1, 'Appointment', 'a' || n
              from generate_series(1, 50000) n
              """);
          handle.execute("vacuum analyze");
        });
  }

  private static Map<String, Long> wholeTables(Jdbi jdbi) {
    return jdbi.withHandle(
        handle -> {
          handle.execute("select pg_stat_force_next_flush()");
          handle.execute("select pg_stat_clear_snapshot()");
          var scans = new TreeMap<String, Long>();
          handle
              .createQuery(
                  """
                  select relname, seq_scan
                  from pg_stat_user_tables
                  where relname in ('bookings', 'calendars', 'slots', 'prescriptions', 'deadlines')
                  """)
              .map((row, context) -> scans.put(row.getString("relname"), row.getLong("seq_scan")))
              .list();
          return scans;
        });
  }

  @Test
  void no_rule_goes_through_a_whole_table() throws Exception {
    Jdbi pooled = TestDatabase.fresh();
    fill(pooled);
    try (var connection = TestDatabase.connection(pooled)) {
      Jdbi jdbi = Jdbi.create(connection);
      var none = new Together(Set.of("other"), Set.of(), List.of(), List.of());
      Instant nine = NOW.plusSeconds(1000 * 600L);
      var taken =
          new BookingGuard(
              Set.of("Practitioner/p0"),
              new Span(nine, nine.plusSeconds(60)),
              none,
              new BookedNow(),
              () -> NOW);
      var free =
          new BookingGuard(
              Set.of("Practitioner/p1"),
              new Span(nine, nine.plusSeconds(60)),
              none,
              new BookedNow(),
              () -> NOW);
      var deadlines = new Deadlines(jdbi);
      Map<String, Long> before = wholeTables(jdbi);

      jdbi.useHandle(
          handle -> {
            assertThat(taken.holds(handle)).isFalse();
            assertThat(free.holds(handle)).isTrue();
            assertThat(new OrderedNow().find(handle, "p7", List.of(7L), Set.of())).contains("m7");
          });
      assertThat(new Therapies(jdbi).of(Set.of("p7"))).hasSize(10);
      assertThat(deadlines.appointmentsAfter("nobody", NOW)).isEmpty();
      assertThat(deadlines.livePrescriptions("p7")).hasSize(10);
      assertThat(deadlines.due(Deadline.Kind.NO_SHOW, NOW, Set.of())).isEqualTo(Optional.empty());
      assertThat(deadlines.due(Deadline.Kind.NO_SHOW, nine, Set.of())).isPresent();
      var year =
          new Span(Instant.parse("2040-01-01T00:00:00Z"), Instant.parse("2041-01-01T00:00:00Z"));
      assertThat(new FreeSlots(jdbi).find(Set.of("Practitioner/p8"), year, NOW, 50)).hasSize(10);

      assertThat(wholeTables(jdbi)).isEqualTo(before);
    }
  }
}
