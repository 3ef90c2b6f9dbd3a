package dev.anamnesis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.audit.proof.HeadFolder;
import dev.anamnesis.audit.proof.Verification;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.server.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** An access log whose records are durable in a journal first. */
class JournaledLogTest {

  private static final Caller NURSE = new Caller("nurse-1", "ward", "", "TREAT", "10.0.0.7");

  private final Jdbi jdbi = TestDatabase.fresh();

  private AccessLog log(AuditMode mode) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "journal");
    return new AccessLog(jdbi, mode, Clock.systemUTC(), Optional.of(folder));
  }

  private static Access read(String request) {
    return new Access(Interaction.READ, 200, NURSE, request, 7, "", "", Set.of());
  }

  private void change(AccessLog log, String request) {
    List<Line> lines = AccessLog.entries(read(request), log.references().caller(NURSE), List.of());
    jdbi.useTransaction(
        handle -> {
          var appending = new Appending(handle);
          log.append(appending, lines);
          appending.written();
        });
    log.committed();
  }

  private List<String> requests() {
    return jdbi.withHandle(handle -> AccessRows.after(handle, 0, 10_000)).stream()
        .map(stored -> stored.line().request())
        .toList();
  }

  private Verification.Report verify() throws IOException {
    var nothingOutside = new HeadFolder(Path.of("target/no-heads"));
    return jdbi.withHandle(
        handle -> new Verification(nothingOutside, Optional.empty(), words -> {}).verify(handle));
  }

  @Test
  void reads_and_changes_have_their_places_in_the_order_they_came() throws Exception {
    var asked = new ArrayList<String>();
    try (var log = log(AuditMode.STRICT)) {
      for (int at = 0; at < 700; at++) {
        String request = "r" + at;
        asked.add(request);
        if (at % 3 == 1) change(log, request);
        else log.record(read(request));
      }
      log.settle();
      assertThat(requests()).isEqualTo(asked);
    }
  }

  @Test
  void what_waited_by_hundreds_in_both_queues_keeps_its_order() throws Exception {
    var asked = new ArrayList<String>();
    Path folder = Files.createTempDirectory(Path.of("target"), "journal");
    var references = new References(jdbi);
    var incoming = new Incoming(jdbi, references, Clock.systemUTC());
    var journal = new Journal(folder, Journals.begin(jdbi), Clock.systemUTC());
    for (int at = 0; at < 1_500; at++) {
      asked.add("r" + at);
      var lines = AccessLog.entries(read("r" + at), references.caller(NURSE), List.of());
      if (at % 1000 < 350 || at % 2 == 0) journal.add(lines);
      else incoming.add(lines);
    }
    new Settling(jdbi, new AccessTable(), incoming, journal.unplaced()).settle();
    assertThat(requests()).isEqualTo(asked);
  }

  @Test
  void two_servers_with_a_journal_each_leave_one_dense_sound_chain() throws Exception {
    try (var one = log(AuditMode.STRICT);
        var two = log(AuditMode.STRICT);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Boolean>>();
      for (int at = 0; at < 8; at++) {
        AccessLog log = at % 2 == 0 ? one : two;
        boolean changes = at < 2;
        work.add(
            () -> {
              for (int i = 0; i < 50; i++) {
                if (changes) change(log, UUID.randomUUID().toString());
                else log.record(read(UUID.randomUUID().toString()));
              }
              return true;
            });
      }
      for (var done : threads.invokeAll(work)) assertThat(done.get()).isTrue();
    }
    assertThat(verify()).isEqualTo(new Verification.Report(0, 400, List.of()));
    assertThat(requests()).doesNotHaveDuplicates();
  }

  @Test
  void what_was_answered_is_found_at_once_by_whoever_looks() throws Exception {
    try (var log = log(AuditMode.STRICT)) {
      for (int at = 1; at <= 50; at++) {
        log.record(read("r" + at));
        assertThat(log.search().find(at).map(Recollection::request)).contains("r" + at);
      }
    }
  }

  @Test
  void a_clean_stop_loses_nothing_that_was_buffered() throws Exception {
    try (var log = log(AuditMode.BUFFERED)) {
      for (int at = 0; at < 1000; at++) log.record(read("r" + at));
    }
    assertThat(requests()).hasSize(1000);
    assertThat(verify().faults()).isEmpty();
  }
}
