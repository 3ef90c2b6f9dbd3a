package dev.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.record.RecordEvent;
import dev.anamnesis.eventstore.ChainVerifier.Finding;
import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionsProjection;
import dev.anamnesis.server.TestDatabase;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogTest {

  private static final int SPAN = 50;
  private final Jdbi jdbi = TestDatabase.fresh();
  private final SecureRandom random = new SecureRandom();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00.123456789Z"));
  private final PostgresKeyVault vault = TestDatabase.vault(jdbi);
  private final Sealer sealer = new Sealer(vault, random);
  private final List<PostgresEventStore> opened = new ArrayList<>();
  private final PostgresEventStore store =
      store(new VersionsProjection(new ResourceTypes(jdbi)), now::get);

  private PostgresEventStore store(CommitListener listener, InstantSource clock) {
    var made = new PostgresEventStore(jdbi, sealer, vault, listener, clock, SPAN);
    opened.add(made);
    return made;
  }

  @AfterEach
  void close() {
    opened.forEach(PostgresEventStore::close);
  }

  private static Commit commit(String id, int base, String text) {
    Edit edit = new Edit(Elements.parse("{\"a\":\"" + text + "\"}"), new TreeSet<>());
    Event event =
        base == 0 ? new RecordEvent.ResourceRecorded(edit) : new RecordEvent.ResourceAmended(edit);
    return new Commit(
        new StreamId("Basic", id),
        base,
        Method.PUT,
        List.of(event),
        base == 0 ? new Existence.Absent() : new Existence.Present(Elements.NONE),
        new Existence.Present(edit.put()));
  }

  private static Group group(Commit... commits) {
    return Group.of(List.of(commits), Optional.empty());
  }

  private long commits() {
    return jdbi.withHandle(
        handle -> handle.createQuery("select count(*) from log.commits").mapTo(Long.class).one());
  }

  private Finding verify() {
    return new ChainVerifier(jdbi).verify();
  }

  @Test
  void an_empty_log_is_sound() {
    assertThat(verify())
        .isInstanceOfSatisfying(
            Finding.Sound.class, sound -> assertThat(sound.positions()).isZero());
    assertThat(store.load(new StreamId("Basic", "none")).last()).isEmpty();
  }

  @Test
  void a_stale_base_stores_nothing_of_the_whole_group() {
    store.append(group(commit("s", 0, "x")));
    assertThat(store.append(group(commit("t", 0, "x"), commit("s", 0, "y"))))
        .isEqualTo(new Appended.StaleVersion(new StreamId("Basic", "s"), 1));
    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void a_group_has_one_instant_and_adjacent_positions() {
    var stored = store.append(group(commit("g1", 0, "x"), commit("g2", 0, "x")));
    assertThat(stored)
        .isInstanceOfSatisfying(
            Appended.Stored.class,
            s -> {
              assertThat(s.commits()).extracting(Recorded::position).containsExactly(1L, 2L);
              assertThat(s.commits()).extracting(Recorded::recordedAt).doesNotContainNull();
              assertThat(s.commits().getFirst().recordedAt())
                  .isEqualTo(s.commits().getLast().recordedAt());
            });
  }

  @Test
  void a_clock_that_goes_back_does_not_take_instants_with_it() {
    store.append(group(commit("c", 0, "1")));
    now.set(Instant.parse("2020-01-01T00:00:00Z"));
    store.append(group(commit("c", 1, "2")));
    store.append(group(commit("c", 2, "3")));
    List<String> instants =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select recorded_at::text from log.commits order by position")
                    .mapTo(String.class)
                    .list());
    assertThat(instants)
        .hasSize(3)
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(text -> text.startsWith("2026-01-01"));
  }

  @Test
  void appenders_on_two_servers_leave_no_hole_and_cross_partitions() throws Exception {
    var second = store(new VersionsProjection(new ResourceTypes(jdbi)), InstantSource.system());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<?>>();
      for (int w = 0; w < 16; w++) {
        int writer = w;
        futures.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 20; n++) {
                    (writer % 2 == 0 ? store : second)
                        .append(group(commit("w" + writer, n, "v" + n)));
                  }
                }));
      }
      for (var future : futures) future.get();
    }
    assertThat(verify())
        .isInstanceOfSatisfying(
            Finding.Sound.class, sound -> assertThat(sound.positions()).isEqualTo(320));
    assertThat(FoldCheck.check(jdbi, sealer)).isEqualTo(320);
    long partitions =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select count(distinct tableoid) from log.commits")
                    .mapTo(Long.class)
                    .one());
    assertThat(partitions).isEqualTo(320 / SPAN + 1L);
  }

  @Test
  void a_listener_that_fails_leaves_nothing_and_the_log_goes_on() {
    var failing =
        store(
            (handle, batch) -> {
              if (batch.stream().anyMatch(e -> e.recorded().stream().id().equals("bad"))) {
                throw new IllegalStateException("a projection failed");
              }
            },
            InstantSource.system());
    assertThatThrownBy(() -> failing.append(group(commit("bad", 0, "x"))))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(commits()).isZero();
    assertThat(failing.append(group(commit("good", 0, "x")))).isInstanceOf(Appended.Stored.class);
  }

  @Test
  void a_long_stream_loads_from_its_snapshot_what_the_whole_fold_gives() {
    for (int n = 0; n < 70; n++) store.append(group(commit("long", n, "v" + n)));
    Loaded loaded = store.load(new StreamId("Basic", "long"));
    assertThat(loaded.since()).hasSizeLessThan(70);
    assertThat(loaded.last().map(Recorded::version)).contains(70);
    Existence state = loaded.snapshot();
    for (Event event : loaded.since()) state = state.with(event.edit());
    assertThat(state).isEqualTo(new Existence.Present(Elements.parse("{\"a\":\"v69\"}")));
  }

  @Test
  void a_request_is_carried_out_once_and_its_key_stands_for_nothing_else() {
    var key = new RequestKey(new byte[] {1}, new byte[] {2});
    var reused = new RequestKey(new byte[] {1}, new byte[] {3});
    var first = store.append(Group.of(List.of(commit("r", 0, "x")), Optional.of(key)));
    var again = store.append(Group.of(List.of(commit("r", 1, "x")), Optional.of(key)));
    var other = store.append(Group.of(List.of(commit("r", 1, "y")), Optional.of(reused)));
    Recorded recorded = ((Appended.Stored) first).commits().getFirst();
    assertThat(again).isEqualTo(new Appended.Repeated(recorded));
    assertThat(other).isEqualTo(new Appended.KeyReused());
    assertThat(store.before(key)).contains(new Appended.Repeated(recorded));
    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void after_a_day_a_request_s_key_is_forgotten() {
    var key = new RequestKey(new byte[] {7}, new byte[] {2});
    store.append(Group.of(List.of(commit("d", 0, "x")), Optional.of(key)));
    now.set(now.get().plusSeconds(23 * 3600));
    assertThat(store.append(Group.of(List.of(commit("d", 1, "y")), Optional.of(key))))
        .isInstanceOf(Appended.Repeated.class);
    now.set(now.get().plusSeconds(2 * 3600));
    assertThat(store.append(Group.of(List.of(commit("d", 1, "y")), Optional.of(key))))
        .isInstanceOf(Appended.Stored.class);
  }

  @Test
  void whatever_is_changed_behind_the_log_s_back_breaks_the_chain() {
    for (int n = 0; n < 5; n++) store.append(group(commit("t", n, "v" + n)));
    tampered("update log.commits set payload = payload || '\\x00' where position = 3", 3);
    tampered("update log.commits set method = 'POST' where position = 2", 2);
    tampered(
        "update log.commits set recorded_at = recorded_at + interval '1 microsecond' where position = 4",
        4);
    tampered("update log.commits set resource_id = 'u' where position = 1", 1);
    tampered("update log.commits set facts = 'record.removed:1' where position = 5", 5);
    tampered("delete from log.commits where position = 2", 2);
    assertThat(verify()).isInstanceOf(Finding.Sound.class);
  }

  private void tampered(String sql, long position) {
    jdbi.useHandle(
        handle -> {
          handle.begin();
          handle.execute("set local session_replication_role = replica");
          handle.execute("create table if not exists public.kept as select * from log.commits");
          handle.execute(sql);
          handle.commit();
          assertThat(verify())
              .isInstanceOfSatisfying(
                  Finding.Broken.class,
                  broken -> assertThat(broken.position()).isEqualTo(position));
          handle.begin();
          handle.execute("set local session_replication_role = replica");
          handle.execute("delete from log.commits");
          handle.execute("insert into log.commits select * from public.kept");
          handle.commit();
        });
  }

  @Test
  void every_partition_refuses_to_be_changed() {
    for (int n = 0; n < 60; n++) store.append(group(commit("p", n, "v" + n)));
    for (String sql :
        List.of(
            "update log.commits_50 set version = 9",
            "delete from log.commits_0",
            "truncate log.commits_50",
            "truncate log.commits")) {
      assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(sql)))
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void migrations_run_twice_and_by_two_servers_at_once() throws Exception {
    Jdbi fresh = TestDatabase.empty();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> Migrations.run(fresh));
      var other = threads.submit(() -> Migrations.run(fresh));
      one.get();
      other.get();
    }
    Migrations.run(fresh);
    assertThat(
            fresh.<Long, RuntimeException>withHandle(
                handle ->
                    handle
                        .createQuery("select count(*) from anamnesis_schema")
                        .mapTo(Long.class)
                        .one()))
        .isEqualTo(Migrations.count());
  }
}
