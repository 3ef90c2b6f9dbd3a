package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.eventstore.ChainVerifier;
import dev.anamnesis.eventstore.FoldCheck;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many writers and many pollers, on two servers that share one PostgreSQL. */
class TortureTest {

  private static final int WRITERS = 16;
  private static final int WRITES = 60;
  private static final int POLLERS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TwoServers servers;

  @BeforeAll
  static void start() throws Exception {
    servers = TwoServers.start();
  }

  @AfterAll
  static void stop() throws Exception {
    servers.close();
  }

  @Test
  void pollers_that_know_only_the_last_instant_miss_no_version() throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    var writing = new AtomicBoolean(true);
    var pollers = new ArrayList<Poller>();
    int refused = 0;
    int stale = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = threads.submit(() -> slowTransactions(writing));
      var polls = new ArrayList<Future<?>>();
      for (int p = 0; p < POLLERS; p++) {
        var poller = new Poller(servers.client(p), 7 + 50 * p, "Basic,MedicationRequest");
        pollers.add(poller);
        polls.add(
            threads.submit(
                () -> {
                  while (writing.get()) poller.poll();
                  poller.poll();
                  return null;
                }));
      }
      var writers = new ArrayList<Future<Writer>>();
      for (int w = 0; w < WRITERS; w++) {
        var writer = new Writer(servers.client(w), w, acknowledged);
        writers.add(
            threads.submit(
                () -> {
                  writer.write(WRITES);
                  return writer;
                }));
      }
      for (var writer : writers) {
        refused += writer.get().refused;
        stale += writer.get().stale;
      }
      writing.set(false);
      for (var poll : polls) poll.get();
      slow.get();
    }

    assertThat(refused).as("refusals by rule").isPositive();
    assertThat(stale).as("lost races with If-Match").isPositive();
    for (Poller poller : pollers) {
      var missed = new HashSet<>(acknowledged);
      missed.removeAll(poller.seen.keySet());
      assertThat(missed).isEmpty();
      assertThat(poller.seen.keySet()).isSubsetOf(acknowledged);
      assertThat(
              poller.seen.values().stream()
                  .map(entry -> entry.path("response").path("lastModified").asText())
                  .toList())
          .isSorted()
          .doesNotHaveDuplicates();
    }
    for (JsonNode entry : pollers.getFirst().seen.values()) exactlyAsStored(entry);
    assertThat(new ChainVerifier(servers.jdbi()).verify())
        .isInstanceOfSatisfying(
            ChainVerifier.Finding.Sound.class,
            sound -> assertThat(sound.positions()).isGreaterThanOrEqualTo(acknowledged.size()));
    FoldCheck.check(servers.jdbi(), servers.sealer());
  }

  private static void exactlyAsStored(JsonNode entry) throws Exception {
    String location = entry.path("response").path("location").asText();
    var read = servers.client(1).send("GET", location, "");
    if (entry.path("request").path("method").asText().equals("DELETE")) {
      assertThat(read.statusCode()).isEqualTo(410);
    } else {
      assertThat(JSON.readTree(read.body())).isEqualTo(entry.path("resource"));
    }
  }

  /** Holds the log's lock, and a snapshot, for a while each; nobody may lose by that. */
  private static Object slowTransactions(AtomicBoolean writing) throws Exception {
    while (writing.get()) {
      servers
          .jdbi()
          .useTransaction(
              handle -> {
                handle.execute("select count(*) from log.commits");
                handle.execute("select pg_advisory_xact_lock(7017573146632120169)");
                handle.execute("select pg_sleep(0.03)");
              });
    }
    return writing;
  }

  /** The control: were the instant taken before the lock, the same poller would miss versions. */
  @Test
  void a_poller_of_instants_taken_before_the_lock_misses_some() throws Exception {
    Jdbi jdbi = servers.jdbi();
    jdbi.useHandle(
        handle -> handle.execute("create table control (id text, recorded_at timestamptz)"));
    Set<String> written = ConcurrentHashMap.newKeySet();
    Set<String> seen = new HashSet<>();
    var writing = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var poller = threads.submit(() -> pollControl(writing, seen));
      var writers = new ArrayList<Future<?>>();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        writers.add(threads.submit(() -> writeControl(writer, written)));
      }
      for (var writer : writers) writer.get();
      writing.set(false);
      poller.get();
    }
    assertThat(written).hasSize(WRITERS * WRITES);
    assertThat(seen.size()).isLessThan(written.size());
  }

  private static Object writeControl(int writer, Set<String> written) throws Exception {
    try (var connection = DriverManager.getConnection(servers.url());
        var insert = connection.prepareStatement("insert into control values (?, ?)");
        var work = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int n = 0; n < WRITES; n++) {
        insert.setString(1, writer + "/" + n);
        insert.setObject(2, Instant.now().atOffset(java.time.ZoneOffset.UTC));
        work.execute("select pg_sleep(random() * 0.004)");
        insert.execute();
        connection.commit();
        written.add(writer + "/" + n);
      }
    }
    return written;
  }

  private static Object pollControl(AtomicBoolean writing, Set<String> seen) throws Exception {
    try (var connection = DriverManager.getConnection(servers.url());
        var query =
            connection.prepareStatement(
                "select id, recorded_at from control where recorded_at >= ? order by recorded_at")) {
      var since = Instant.EPOCH.atOffset(java.time.ZoneOffset.UTC);
      boolean more = true;
      while (more) {
        more = writing.get();
        query.setObject(1, since);
        try (var rows = query.executeQuery()) {
          while (rows.next()) {
            seen.add(rows.getString(1));
            since = rows.getObject(2, java.time.OffsetDateTime.class);
          }
        }
      }
    }
    return seen;
  }

  @Test
  void of_sixteen_puts_with_one_if_match_one_wins() throws Exception {
    servers.client(0).send("PUT", "/Person/one", person("one", -1));
    assertThat(together(n -> put("one", n, "If-Match", "W/\"1\"")))
        .containsOnlyOnce(200)
        .containsOnly(200, 412)
        .hasSize(16);
  }

  @Test
  void sixteen_puts_without_if_match_all_win() throws Exception {
    servers.client(0).send("PUT", "/Person/all", person("all", -1));
    assertThat(together(n -> put("all", n))).containsOnly(200).hasSize(16);
    String history = servers.client(1).send("GET", "/Person/all/_history", "").body();
    assertThat(history).contains("\"total\":17");
    for (int version = 1; version <= 17; version++) {
      assertThat(history).contains("\"versionId\":\"" + version + "\"");
    }
  }

  @Test
  void sixteen_creates_of_one_id_make_one_stream() throws Exception {
    List<Integer> statuses = together(n -> put("new", n));
    assertThat(statuses).containsOnlyOnce(201).containsOnly(200, 201).hasSize(16);
  }

  @Test
  void a_request_sent_sixteen_times_with_one_key_is_carried_out_once() throws Exception {
    List<Integer> statuses =
        together(
            n ->
                servers
                    .client(n)
                    .send("POST", "/Person", person("", 4711), "Idempotency-Key", "one-request")
                    .statusCode());
    assertThat(statuses).containsOnly(201).hasSize(16);
    String history = servers.client(0).send("GET", "/Person/_history?_count=1000", "").body();
    assertThat(history.split("\"text\":\"4711\"", -1)).hasSize(2);
  }

  private static String person(String id, int n) {
    String withId = id.isEmpty() ? "" : "\"id\":\"" + id + "\",";
    return "{\"resourceType\":\"Person\",%s\"name\":[{\"text\":\"%d\"}]}".formatted(withId, n);
  }

  private static int put(String id, int n, String... headers) throws Client.Lost {
    return servers.client(n).send("PUT", "/Person/" + id, person(id, n), headers).statusCode();
  }

  /** A request of one of sixteen clients. */
  private interface Attempt {
    int status(int n) throws Exception;
  }

  private static List<Integer> together(Attempt attempt) throws Exception {
    var barrier = new CyclicBarrier(16);
    var statuses = new ArrayList<Integer>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<Integer>>();
      for (int n = 0; n < 16; n++) {
        int number = n;
        futures.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return attempt.status(number);
                }));
      }
      for (var future : futures) statuses.add(future.get());
    }
    return statuses;
  }
}
