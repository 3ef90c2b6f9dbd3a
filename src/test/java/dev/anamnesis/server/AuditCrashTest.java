package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.audit.AccessLog;
import dev.anamnesis.audit.proof.HeadFolder;
import dev.anamnesis.audit.proof.Verification;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** {@code kill -9} while clients read: every answer they got has its record. */
class AuditCrashTest {

  private static final int ROUNDS = 2;
  private static final int READERS = 8;

  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  @Test
  void killed_under_reads_every_answer_that_was_given_is_recorded() throws Exception {
    Path data = Files.createTempDirectory(Path.of("target"), "audit-crash");
    for (int round = 0; round < ROUNDS; round++) round(data, round);
    assertThat(answered).hasSizeGreaterThan(300 * ROUNDS);
    try (var database = EmbeddedDatabase.start(data);
        var pool = Pool.open(database.url(), Optional.of(database.user()), Optional.empty())) {
      Jdbi jdbi = Jdbi.create(pool);
      assertThat(AccessLog.settle(jdbi, Clock.systemUTC(), data.resolve("audit-journal"))).isTrue();
      List<String> recorded =
          jdbi.withHandle(
              handle ->
                  handle
                      .createQuery("select request::text from audit.access where seen > 0")
                      .mapTo(String.class)
                      .list());
      assertThat(recorded).containsAll(answered).doesNotHaveDuplicates();
      var heads = new HeadFolder(data.resolve("audit-heads"));
      var verification = new Verification(heads, Optional.empty(), words -> {});
      assertThat(jdbi.withHandle(verification::verify).faults()).isEmpty();
    }
  }

  private void round(Path data, int round) throws Exception {
    var server = ServerProcess.start(data);
    server.client().send("PUT", "/Patient/a", "{\"resourceType\":\"Patient\",\"id\":\"a\"}");
    var going = new CountDownLatch(400 + 50 * round);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> reading = new ArrayList<>();
      for (int at = 0; at < READERS; at++) {
        reading.add(threads.submit(() -> read(server.client(), going)));
      }
      going.await();
      if (round % 2 == 1) server.killPostgres();
      server.kill();
      for (var reader : reading) reader.get();
    }
    server.kill();
  }

  /** Reads until the server is gone, or its database. */
  private void read(Client client, CountDownLatch going) {
    try {
      while (true) {
        String request = UUID.randomUUID().toString();
        HttpResponse<String> answer = client.send("GET", "/Patient/a", "", "X-Request-Id", request);
        if (answer.statusCode() != 200) return;
        answered.add(request);
        going.countDown();
      }
    } catch (Client.Lost e) {
      // What got no answer may have a record or not.
    }
  }
}
