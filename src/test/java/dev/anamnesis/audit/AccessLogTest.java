package dev.anamnesis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.audit.proof.HeadFolder;
import dev.anamnesis.audit.proof.Verification;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.server.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogTest {

  private static final Jdbi SMALL = TestDatabase.fresh();

  private static final Caller NURSE = new Caller("nurse-1", "ward", "", "TREAT", "10.0.0.7");

  private static Access read(String request) {
    return new Access(Interaction.READ, 200, NURSE, request, 7, "", "", Set.of());
  }

  private static long count(Jdbi jdbi) {
    return jdbi.withHandle(
        handle -> handle.createQuery("select count(*) from audit.access").mapTo(Long.class).one());
  }

  private static Verification.Report verify(Jdbi jdbi) throws IOException {
    var nothingOutside = new HeadFolder(Path.of("target/no-heads"));
    return jdbi.withHandle(
        handle -> new Verification(nothingOutside, Optional.empty(), words -> {}).verify(handle));
  }

  private static List<Block> blocks(String request, int caller) {
    long micros = Instants.micros(Clock.systemUTC().instant());
    return List.of(new Block(micros, AccessLog.entries(read(request), caller, List.of())));
  }

  @Test
  void what_is_recorded_is_read_back_whole() {
    Jdbi jdbi = TestDatabase.fresh();
    var clock = InstantSource.fixed(Instant.parse("2026-03-01T08:00:00.123456Z"));
    var access =
        new Access(
            Interaction.SEARCH_TYPE,
            200,
            NURSE,
            "odd \u0000 name",
            0,
            "Patient",
            "name=B%C3%A9rg",
            Set.of());
    try (var log = new AccessLog(jdbi, AuditMode.STRICT, clock)) {
      log.record(access);
      log.record(read("00000000-0000-4000-8000-000000000001"));
    }
    var rows = jdbi.withHandle(handle -> AccessRows.after(handle, 0, 10));
    assertThat(rows)
        .extracting(AccessRows.Stored::line)
        .containsExactly(
            new Line(
                Interaction.SEARCH_TYPE,
                200,
                NURSE,
                1,
                0,
                0,
                0,
                "odd ? name",
                "Patient",
                "name=B%C3%A9rg"),
            new Line(
                Interaction.READ,
                200,
                NURSE,
                1,
                7,
                0,
                0,
                "00000000-0000-4000-8000-000000000001",
                "",
                ""));
    assertThat(rows).extracting(AccessRows.Stored::micros).containsOnly(1772352000123456L);
  }

  @Test
  void concurrent_writers_of_two_servers_leave_one_dense_sound_chain() throws Exception {
    Jdbi jdbi = TestDatabase.fresh();
    try (var one = new AccessLog(jdbi, AuditMode.STRICT, Clock.systemUTC());
        var two = new AccessLog(jdbi, AuditMode.STRICT, Clock.systemUTC());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Boolean>>();
      for (int at = 0; at < 8; at++) {
        AccessLog log = at % 2 == 0 ? one : two;
        work.add(
            () -> {
              for (int i = 0; i < 50; i++) log.record(read(UUID.randomUUID().toString()));
              return true;
            });
      }
      for (var done : threads.invokeAll(work)) assertThat(done.get()).isTrue();
    }
    assertThat(verify(jdbi)).isEqualTo(new Verification.Report(0, 400, List.of()));
  }

  @Test
  void what_a_server_that_is_gone_has_left_is_placed_by_whoever_looks_first() throws IOException {
    Jdbi jdbi = TestDatabase.fresh();
    var clock = InstantSource.fixed(Instant.parse("2026-03-01T08:00:00Z"));
    var references = new References(jdbi);
    int nurse = references.caller(NURSE);
    var gone = new Incoming(jdbi, references, clock);
    for (int at = 0; at < 200; at++) {
      gone.add(AccessLog.entries(read("r" + at), nurse, List.of(1L, 2L)));
    }
    var later = InstantSource.fixed(Instant.parse("2026-03-01T09:00:00Z"));
    try (var other = new AccessLog(jdbi, AuditMode.STRICT, later)) {
      other.record(read("last"));
      assertThat(other.search().find(401).orElseThrow().request()).isEqualTo("last");
    }
    assertThat(verify(jdbi)).isEqualTo(new Verification.Report(0, 401, List.of()));
    var rows = jdbi.withHandle(handle -> AccessRows.after(handle, 0, 1000));
    assertThat(rows.get(399).micros()).isEqualTo(rows.getFirst().micros());
    assertThat(rows.get(400).micros()).isEqualTo(rows.getFirst().micros() + 3_600_000_000L);
    assertThat(rows.get(398).line())
        .isEqualTo(AccessLog.entries(read("r199"), nurse, List.of(1L)).getFirst());
  }

  @Test
  void what_came_before_is_placed_soon_though_more_and_more_comes() throws Exception {
    Jdbi jdbi = TestDatabase.fresh();
    var clock = Clock.systemUTC();
    var references = new References(jdbi);
    int nurse = references.caller(NURSE);
    var incoming = new Incoming(jdbi, references, clock);
    var settling = new Settling(jdbi, new AccessTable(), incoming, Unplaced.none());
    var stopped = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int at = 0; at < 6; at++) {
        threads.submit(
            () -> {
              while (!stopped.get()) incoming.add(AccessLog.entries(read("r"), nurse, List.of()));
            });
      }
      Thread.sleep(200);
      var settled = threads.submit(settling::settle);
      try {
        settled.get(5, TimeUnit.SECONDS);
      } finally {
        stopped.set(true);
      }
    }
    assertThat(count(jdbi)).isPositive();
  }

  @Test
  void what_was_rolled_back_is_not_what_the_next_record_follows() throws IOException {
    Jdbi jdbi = TestDatabase.fresh();
    int nurse = new References(jdbi).caller(NURSE);
    var one = new AccessTable();
    var other = new AccessTable();
    jdbi.useTransaction(
        handle -> {
          one.place(handle, blocks("undone", nurse));
          handle.rollback();
        });
    for (AccessTable table : List.of(other, one)) {
      jdbi.useTransaction(handle -> table.place(handle, blocks("r", nurse)));
    }
    assertThat(verify(jdbi)).isEqualTo(new Verification.Report(0, 2, List.of()));
  }

  @Test
  void what_was_answered_is_found_by_any_server_at_once() {
    Jdbi jdbi = TestDatabase.fresh();
    try (var one = new AccessLog(jdbi, AuditMode.STRICT, Clock.systemUTC());
        var two = new AccessLog(jdbi, AuditMode.STRICT, Clock.systemUTC())) {
      for (int at = 1; at <= 50; at++) {
        one.record(read("r" + at));
        assertThat(two.search().find(at).map(Recollection::request)).contains("r" + at);
      }
    }
  }

  @Test
  void a_clean_stop_loses_nothing_that_was_buffered() throws IOException {
    long before = count(SMALL);
    try (var log = new AccessLog(SMALL, AuditMode.BUFFERED, Clock.systemUTC())) {
      for (int i = 0; i < 1000; i++) log.record(read("r" + i));
    }
    assertThat(count(SMALL)).isEqualTo(before + 1000);
    assertThat(verify(SMALL).faults()).isEmpty();
  }

  @Test
  void off_records_nothing() {
    long before = count(SMALL);
    try (var log = new AccessLog(SMALL, AuditMode.OFF, Clock.systemUTC())) {
      log.record(read("r"));
    }
    assertThat(count(SMALL)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit.access set status = 200",
        "delete from audit.access",
        "truncate audit.access",
        "truncate audit.access_0",
        "update audit.callers set user_id = 'x'",
        "delete from audit.callers",
        "truncate audit.callers",
        "truncate audit.incoming"
      })
  void the_database_refuses_to_change_it(String sql) {
    try (var log = new AccessLog(SMALL, AuditMode.STRICT, Clock.systemUTC())) {
      log.record(read("r"));
    }
    assertThatThrownBy(() -> SMALL.useHandle(handle -> handle.execute(sql)))
        .hasMessageContaining("append-only");
  }

  @Test
  void a_record_takes_less_than_200_bytes_on_disk() {
    Jdbi jdbi = TestDatabase.fresh();
    int records = 61_440;
    var callers = new References(jdbi);
    List<Integer> ids =
        IntStream.range(0, 20)
            .mapToObj(i -> callers.caller(new Caller("u" + i, "ward", "", "TREAT", "10.0.0.7")))
            .toList();
    var table = new AccessTable();
    var order = new java.util.Random(1);
    jdbi.useTransaction(
        handle -> {
          for (int batch = 0; batch < records / 256; batch++) {
            var lines = new ArrayList<Line>();
            for (int i = 0; i < 256; i++) {
              long seen = 1 + order.nextInt(100_000);
              int caller = ids.get(order.nextInt(20));
              String request = new UUID(order.nextLong(), order.nextLong()).toString();
              lines.add(
                  new Line(
                      Interaction.READ,
                      200,
                      NURSE,
                      caller,
                      seen,
                      seen / 10 + 1,
                      0,
                      request,
                      "",
                      ""));
            }
            table.place(handle, List.of(new Block(batch, lines)));
          }
        });
    long bytes =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select sum(pg_total_relation_size(inhrelid))::bigint
                        from pg_inherits
                        where inhparent = 'audit.access'::regclass
                        """)
                    .mapTo(Long.class)
                    .one());
    assertThat((double) bytes / records).isLessThan(200);
  }
}
