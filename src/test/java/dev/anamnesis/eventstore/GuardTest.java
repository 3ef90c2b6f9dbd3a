package dev.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.record.RecordEvent;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.server.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a group was decided on besides its own streams holds until it is written. */
class GuardTest {

  private final Jdbi jdbi = TestDatabase.fresh();
  private final PostgresEventStore store = store();

  private PostgresEventStore store() {
    var vault = TestDatabase.vault(jdbi);
    var sealer = new Sealer(vault, new java.security.SecureRandom());
    return new PostgresEventStore(
        jdbi, sealer, vault, (transaction, batch) -> {}, Clock.systemUTC(), 1000);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Commit commit(String id) {
    Edit edit = new Edit(Elements.parse("{\"a\":1}"), new TreeSet<>());
    return new Commit(
        new StreamId("Basic", id),
        0,
        Method.POST,
        List.of(new RecordEvent.ResourceRecorded(edit)),
        new Existence.Absent(),
        new Existence.Present(edit.put()));
  }

  /** Holds while the log has exactly so many commits. */
  private record Commits(int expected) implements Guard {
    @Override
    public boolean concerns(Commit commit) {
      return true;
    }

    @Override
    public boolean holds(Handle transaction) {
      return transaction.createQuery("select count(*) from log.commits").mapTo(Integer.class).one()
          == expected;
    }
  }

  private Appended append(String id, Guard guard) {
    return store.append(new Group(List.of(commit(id)), Map.of(), List.of(guard), Optional.empty()));
  }

  @Test
  void a_group_whose_guard_does_not_hold_is_not_stored() {
    assertThat(append("a", new Commits(7))).isEqualTo(new Appended.GuardFailed());
    assertThat(store.last(new StreamId("Basic", "a"))).isEmpty();
  }

  @Test
  void a_guard_sees_what_stands_before_it_in_its_own_batch() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<Appended>>();
      for (int i = 0; i < 64; i++) {
        String id = "n" + i;
        answers.add(threads.submit(() -> append(id, new Commits(0))));
      }
      int stored = 0;
      for (var answer : answers) if (answer.get() instanceof Appended.Stored) stored++;
      assertThat(stored).isEqualTo(1);
    }
  }

  @Test
  void a_group_is_stale_when_a_stream_it_only_saw_has_moved_on() {
    store.append(Group.of(List.of(commit("seen")), Optional.empty()));
    var group =
        new Group(
            List.of(commit("b")),
            Map.of(new StreamId("Basic", "seen"), 0),
            List.of(),
            Optional.empty());
    assertThat(store.append(group))
        .isEqualTo(new Appended.StaleVersion(new StreamId("Basic", "seen"), 1));
  }

  @Test
  void the_commits_of_a_group_are_found_by_its_first() {
    store.append(Group.of(List.of(commit("x")), Optional.empty()));
    var stored =
        (Appended.Stored)
            store.append(Group.of(List.of(commit("y"), commit("z")), Optional.empty()));
    assertThat(store.group(stored.commits().getFirst())).isEqualTo(stored.commits());
  }
}
