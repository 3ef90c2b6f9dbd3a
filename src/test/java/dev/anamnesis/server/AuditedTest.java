package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Every interaction leaves its record, whatever comes of it. */
class AuditedTest {

  private static final LiveServer SERVER = LiveServer.shared();
  private static final Jdbi DATABASE = database();

  private static Jdbi database() {
    try {
      return Jdbi.create(SERVER.databaseUrl(), "postgres", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kind, status, version seen, patient, what it was about, query, user. */
  private static List<String> records(String request) {
    // Whoever looks has all in its place first.
    SERVER.get("/AuditEvent?_count=1");
    return DATABASE.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select concat_ws(' ', a.kind, a.status, s.resource_type || '/' || s.resource_id || '/' || s.version,
                      p.resource_id, nullif(a.about, ''), nullif(a.query, ''), nullif(c.user_id, ''))
                    from audit.access a
                    join audit.callers c on c.id = a.caller
                    left join log.commits s on s.position = a.seen
                    left join log.commits p on p.position = a.patient
                    where a.request_name = :request
                      or a.main <> 0 and (
                        select b.request_name
                        from audit.access b
                        where b.position = a.position - a.main
                      ) = :request
                    order by a.position
                    """)
                .bind("request", request)
                .mapTo(String.class)
                .list());
  }

  private static String patient(String id, String gender) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"%s\"}".formatted(id, gender);
  }

  @Test
  void a_life_leaves_a_record_for_each_step() {
    SERVER.put("/Patient/aud-1", patient("aud-1", "male"), "X-Request-Id", "aud:1");
    SERVER.put("/Patient/aud-1", patient("aud-1", "male"), "X-Request-Id", "aud:2");
    SERVER.put("/Patient/aud-1", patient("aud-1", "other"), "X-Request-Id", "aud:3");
    SERVER.get("/Patient/aud-1", "X-Request-Id", "aud:4", "X-Audit-User", "nurse-1");
    SERVER.get("/Patient/aud-1/_history/1?_pretty=true", "X-Request-Id", "aud:5");
    SERVER.get("/Patient/aud-1/_history?_count=5", "X-Request-Id", "aud:6");
    SERVER.get("/Patient/aud-1", "X-Request-Id", "aud:7", "If-None-Match", "W/\"2\"");
    SERVER.delete("/Patient/aud-1", "X-Request-Id", "aud:8");
    SERVER.get("/Patient/aud-1", "X-Request-Id", "aud:9");
    assertThat(
            List.of(
                records("aud:1"),
                records("aud:2"),
                records("aud:3"),
                records("aud:4"),
                records("aud:5"),
                records("aud:6"),
                records("aud:7"),
                records("aud:8"),
                records("aud:9")))
        .containsExactly(
            List.of("11 201 Patient/aud-1/1 aud-1"),
            List.of("11 200 Patient/aud-1/1 aud-1"),
            List.of("11 200 Patient/aud-1/2 aud-1"),
            List.of("1 200 Patient/aud-1/2 aud-1 nurse-1"),
            List.of("2 200 Patient/aud-1/1 aud-1"),
            List.of("3 200 aud-1 Patient/aud-1/_history _count=5"),
            List.of("1 304 Patient/aud-1/2 aud-1"),
            List.of("13 204 Patient/aud-1/3 aud-1"),
            List.of("1 410 aud-1 Patient/aud-1"));
  }

  @Test
  void what_was_refused_is_recorded_too_and_without_its_body() {
    String secret = "{\"resourceType\":\"Patient\",\"id\":\"aud-2\",\"secret\":\"Smith\"}";
    SERVER.put("/Patient/aud-2", secret, "X-Request-Id", "aud:21");
    SERVER.get("/Patient/aud-none", "X-Request-Id", "aud:22");
    SERVER.get("/Nonsense/1", "X-Request-Id", "aud:23");
    SERVER.delete("/AuditEvent/1", "X-Request-Id", "aud:24");
    SERVER.post("/Patient", "{", "X-Request-Id", "aud:25");
    SERVER.get("/metadata", "X-Request-Id", "aud:26");
    SERVER.get("/Patient/_history?_count=x", "X-Request-Id", "aud:27");
    assertThat(
            List.of(
                records("aud:21"),
                records("aud:22"),
                records("aud:23"),
                records("aud:24"),
                records("aud:25"),
                records("aud:26"),
                records("aud:27")))
        .containsExactly(
            List.of("11 400 Patient/aud-2"),
            List.of("1 404 Patient/aud-none"),
            List.of("17 404 Nonsense/1"),
            List.of("13 405 AuditEvent/1"),
            List.of("10 400 Patient"),
            List.of("8 200 metadata"),
            List.of("4 400 Patient/_history _count=x"));
  }

  @Test
  void a_search_is_kept_as_it_was_sent_by_get_or_by_post() {
    SERVER.get("/Patient?name=Nob%C3%B3dyhere&_count=1", "X-Request-Id", "aud:51");
    SERVER.post(
        "/Patient/_search",
        "name=Nob%C3%B3dyhere",
        "X-Request-Id",
        "aud:52",
        "Content-Type",
        "application/x-www-form-urlencoded");
    SERVER.get("/Patient?nonsense=1", "X-Request-Id", "aud:53");
    assertThat(List.of(records("aud:51"), records("aud:52"), records("aud:53")))
        .containsExactly(
            List.of("6 200 Patient name=Nob%C3%B3dyhere&_count=1"),
            List.of("6 200 Patient/_search name=Nob%C3%B3dyhere"),
            List.of("6 400 Patient nonsense=1"));
  }

  @Test
  void a_record_for_each_patient_an_answer_speaks_of() {
    SERVER.put("/Patient/aud-3", patient("aud-3", "male"));
    SERVER.put("/Patient/aud-4", patient("aud-4", "male"));
    String flag =
        """
        {"resourceType":"Communication","id":"aud-5","status":"completed","subject":{"reference":"Patient/aud-3"},\
        "recipient":[{"reference":"Patient/aud-4"},{"reference":"Patient/aud-gone"}]}\
        """;
    SERVER.put("/Communication/aud-5", flag, "X-Request-Id", "aud:31");
    SERVER.get("/Communication/aud-5", "X-Request-Id", "aud:32");
    SERVER.get("/Communication/aud-5/_history", "X-Request-Id", "aud:33");
    assertThat(records("aud:31"))
        .containsExactlyInAnyOrder(
            "11 201 Communication/aud-5/1 aud-3", "11 201 Communication/aud-5/1 aud-4");
    assertThat(records("aud:32"))
        .containsExactlyInAnyOrder(
            "1 200 Communication/aud-5/1 aud-3", "1 200 Communication/aud-5/1 aud-4");
    assertThat(records("aud:33")).hasSize(2).allMatch(record -> record.startsWith("3 200 aud-"));
  }

  @Test
  void each_entry_of_a_bundle_is_recorded_once() {
    SERVER.put("/Patient/aud-8", patient("aud-8", "male"));
    String batch =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
        {"request":{"method":"GET","url":"Patient/aud-8"}},
        {"request":{"method":"GET","url":"Patient/aud-9"}},
        {"resource":%s,"request":{"method":"PUT","url":"Patient/aud-8"}},
        {"resource":%s,"request":{"method":"PUT","url":"Patient/aud-8"}},
        {"request":{"method":"SPY","url":"Patient/aud-8"}}]}\
        """
            .formatted(patient("aud-8", "male"), patient("aud-8", "other"));
    SERVER.post("/", batch, "X-Request-Id", "aud:41");
    SERVER.post("/", batch.replace("batch", "transaction"), "X-Request-Id", "aud:42");
    assertThat(records("aud:41"))
        .containsExactlyInAnyOrder(
            "15 200 aud-8",
            "1 200 Patient/aud-8/1 aud-8",
            "1 404 Patient/aud-9",
            "11 200 Patient/aud-8/1 aud-8",
            "11 200 Patient/aud-8/2 aud-8",
            "17 400");
    assertThat(records("aud:42")).containsExactly("14 400");
  }

  @Test
  void a_read_is_not_answered_before_its_record_is_durable() throws Exception {
    try (var server = LiveServer.with("audit-journal", "database")) {
      Jdbi database = Jdbi.create(server.databaseUrl(), "postgres", "");
      server.put("/Patient/aud-6", patient("aud-6", "male"));
      server.get("/AuditEvent");
      try (var lock = database.open()) {
        lock.begin();
        lock.execute("lock table audit.incoming in share mode");
        var answer = CompletableFuture.supplyAsync(() -> server.get("/Patient/aud-6").statusCode());
        awaitWaiter(database);
        assertThatThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        lock.rollback();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(200);
      }
    }
  }

  private static void awaitWaiter(Jdbi database) {
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < until) {
      int waiting =
          database.withHandle(
              handle ->
                  handle
                      .createQuery(
                          "select count(*) from pg_locks where relation ="
                              + " 'audit.incoming'::regclass and not granted")
                      .mapTo(Integer.class)
                      .one());
      if (waiting > 0) return;
    }
    throw new AssertionError("nobody waits for the access log");
  }

  @Test
  void what_cannot_be_recorded_is_neither_shown_nor_done() throws IOException {
    try (var server = LiveServer.with("audit-journal", "database")) {
      Jdbi database = Jdbi.create(server.databaseUrl(), "postgres", "");
      server.put("/Patient/aud-7", patient("aud-7", "male"));
      database.useHandle(handle -> handle.execute("alter table audit.incoming rename to lost"));
      var write = server.put("/Patient/aud-7", patient("aud-7", "other"));
      var read = server.get("/Patient/aud-7");
      database.useHandle(handle -> handle.execute("alter table audit.lost rename to incoming"));
      assertThat(List.of(read.statusCode(), write.statusCode())).containsExactly(503, 503);
      assertThat(read.body()).doesNotContain("male").contains("store-unavailable");
      assertThat(server.get("/Patient/aud-7").body()).contains("\"versionId\":\"1\"");
    }
  }

  @Test
  void a_record_that_the_disk_does_not_take_refuses_the_read_and_loses_no_other()
      throws IOException {
    Path journal = Files.createTempDirectory(Path.of("target"), "audit-journal");
    // Where the journal's second file should be there is something else.
    Files.createDirectory(journal.resolve("2.journal"));
    try (var server = LiveServer.with("audit-journal", journal.toString())) {
      String query = "/Patient?identifier=" + "x".repeat(4_000);
      int answered = 0;
      HttpResponse<String> answer = server.get(query);
      while (answer.statusCode() == 200) {
        answered++;
        answer = server.get(query);
      }
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("store-unavailable");
      assertThat(server.get(query).statusCode()).isEqualTo(200);
      server.get("/AuditEvent");
      assertThat(count(server)).isEqualTo(answered + 1);
    }
  }

  private static int count(LiveServer server) throws IOException {
    return Jdbi.create(server.databaseUrl(), "postgres", "")
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select count(*) from audit.access where query like 'identifier=%'")
                    .mapTo(Integer.class)
                    .one());
  }
}
