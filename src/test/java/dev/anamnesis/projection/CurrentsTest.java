package dev.anamnesis.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.record.RecordEvent;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.server.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class CurrentsTest {

  private static final StreamId ANN = new StreamId("Patient", "ann");
  private static final Jdbi DATABASE = TestDatabase.empty();
  private final Currents currents = new Currents(true, 100);
  private int asked;

  private Optional<Integer> read(int stored) {
    return currents.of(
        ANN,
        () -> {
          asked++;
          return Optional.of(stored);
        });
  }

  private static Appending transaction() {
    try (Handle handle = DATABASE.open()) {
      return new Appending(handle);
    }
  }

  private static List<CommitListener.Entry> version(int version) {
    var recorded = new Recorded(ANN, version, 1, version, Instant.EPOCH, Method.PUT);
    var commit =
        new Commit(
            ANN,
            version - 1,
            Method.PUT,
            List.of(new RecordEvent.ResourceRecorded(Edit.NONE)),
            new Existence.Absent(),
            new Existence.Present(Elements.NONE));
    return List.of(new CommitListener.Entry(recorded, commit, new byte[0], CommitListener.NOTHING));
  }

  @Test
  void what_is_known_is_not_asked_again_until_it_is_written() {
    assertThat(read(1)).contains(1);
    assertThat(read(1)).contains(1);
    assertThat(asked).isEqualTo(1);

    var append = transaction();
    currents.onCommits(append, version(2));
    assertThat(read(1)).as("not durable yet").contains(1);
    assertThat(read(2)).as("nothing is remembered meanwhile").contains(2);
    assertThat(asked).isEqualTo(3);

    currents.confirmed(append);
    assertThat(read(0)).contains(2);
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void a_slow_read_does_not_bring_back_what_was_replaced_meanwhile() {
    currents.of(
        ANN,
        () -> {
          var append = transaction();
          currents.onCommits(append, version(2));
          currents.confirmed(append);
          return Optional.of(1);
        });
    assertThat(read(0)).contains(2);
  }

  @Test
  void an_append_that_was_given_up_is_forgotten_by_the_next() {
    currents.onCommits(transaction(), version(2));
    var next = transaction();
    currents.onCommits(next, List.of());
    assertThat(read(1)).contains(1);
    assertThat(read(0)).contains(1);
  }

  @Test
  void where_others_write_too_the_database_is_asked_each_time() {
    var shared = new Currents(false, 100);
    for (int stored = 1; stored < 4; stored++) {
      int now = stored;
      assertThat(shared.of(ANN, () -> Optional.of(now))).contains(now);
    }
  }
}
