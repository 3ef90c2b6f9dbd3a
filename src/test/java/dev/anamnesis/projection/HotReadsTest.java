package dev.anamnesis.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.record.RecordEvent;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Group;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.PostgresEventStore;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.HistoryQuery.During;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.server.TestDatabase;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What clients ask most is found by an index, however much there is. */
class HotReadsTest {

  private static final int STREAMS = 12_000;

  private static void fill(Jdbi jdbi) {
    var vault = TestDatabase.vault(jdbi);
    var sealer = new Sealer(vault, new SecureRandom());
    var projection = new VersionsProjection(new ResourceTypes(jdbi));
    try (var store =
        new PostgresEventStore(
            jdbi,
            sealer,
            vault,
            projection,
            InstantSource.system(),
            PostgresEventStore.PARTITION_SPAN)) {
      for (int from = 0; from < STREAMS; from += 500) {
        var commits = new ArrayList<Commit>();
        for (int n = from; n < from + 500; n++) commits.add(commit("s" + n, 0));
        store.append(Group.of(commits, Optional.empty()));
      }
      for (int base = 1; base < 60; base++) {
        store.append(Group.of(List.of(commit("s7", base)), Optional.empty()));
      }
    }
    jdbi.useHandle(handle -> handle.execute("vacuum analyze"));
  }

  private static Commit commit(String id, int base) {
    Edit edit = new Edit(Elements.parse("{\"a\":" + base + "}"), new TreeSet<>());
    return new Commit(
        new StreamId("Basic", id),
        base,
        Method.PUT,
        List.of(new RecordEvent.ResourceRecorded(edit)),
        base == 0 ? new Existence.Absent() : new Existence.Present(Elements.NONE),
        new Existence.Present(edit.put()));
  }

  /** Table to sequential and index scans so far, as one connection has seen them. */
  private record Scans(Map<String, Long> sequential, long byIndex) {
    static Scans now(Jdbi jdbi) {
      return jdbi.withHandle(
          handle -> {
            handle.execute("select pg_stat_force_next_flush()");
            handle.execute("select pg_stat_clear_snapshot()");
            var sequential = new TreeMap<String, Long>();
            long[] byIndex = {0};
            handle
                .createQuery(
                    """
                    select relname, seq_scan, coalesce(idx_scan, 0) as idx_scan
                    from pg_stat_user_tables
                    where relname in ('versions', 'streams', 'commits_0')
                    """)
                .map(
                    (row, context) -> {
                      sequential.put(row.getString("relname"), row.getLong("seq_scan"));
                      byIndex[0] += row.getLong("idx_scan");
                      return row.getRow();
                    })
                .list();
            return new Scans(sequential, byIndex[0]);
          });
    }
  }

  @Test
  void no_hot_read_goes_through_a_whole_table() throws Exception {
    Jdbi pooled = TestDatabase.fresh();
    fill(pooled);
    try (var connection = TestDatabase.connection(pooled)) {
      Jdbi jdbi = Jdbi.create(connection);
      var types = new ResourceTypes(jdbi);
      var sealer = new Sealer(TestDatabase.vault(jdbi), new SecureRandom());
      var resources =
          new Resources(jdbi, types, sealer, new ServedVersions(0), new Currents(false, 0));
      var history = new History(jdbi, types, sealer, new ServedVersions(0));
      var stream = new StreamId("Basic", "s7");
      Instant middle =
          resources.current(new StreamId("Basic", "s6000")).orElseThrow().recorded().recordedAt();
      Scans before = Scans.now(jdbi);

      assertThat(resources.current(stream)).isPresent();
      assertThat(resources.version(stream, 30)).isPresent();
      assertThat(resources.at(stream, middle)).isPresent();
      for (Scope scope :
          List.of(
              new Scope.System(),
              new Scope.Types(List.of("Basic")),
              new Scope.Types(List.of("Basic", "Patient")),
              new Scope.Instance(stream))) {
        for (Order order : Order.values()) {
          for (Optional<Instant> since : List.of(Optional.<Instant>empty(), Optional.of(middle))) {
            var first = history.page(new HistoryQuery(scope, since, 20, order, Optional.empty()));
            assertThat(first.orElseThrow().versions()).hasSize(20);
            var next =
                history.page(new HistoryQuery(scope, since, 20, order, first.orElseThrow().next()));
            assertThat(next.orElseThrow().versions()).hasSize(20);
          }
        }
      }

      during(history, stream, middle);

      Scans after = Scans.now(jdbi);
      assertThat(after.sequential()).isEqualTo(before.sequential());
      assertThat(after.byIndex()).isGreaterThan(before.byIndex() + 30);
    }
  }

  private static void during(History history, StreamId stream, Instant middle) {
    var at = new During(Optional.of(middle), Optional.of(middle));
    for (Scope scope :
        List.of(
            new Scope.System(), new Scope.Types(List.of("Basic")), new Scope.Instance(stream))) {
      for (Order order : Order.values()) {
        var page =
            history.page(
                new HistoryQuery(
                    scope, Optional.empty(), Optional.of(at), 20, order, Optional.empty()));
        assertThat(page.orElseThrow().total()).isPositive();
      }
    }
  }
}
