package dev.anamnesis.audit;

import dev.anamnesis.audit.AccessQuery.Filter;
import dev.anamnesis.audit.AccessQuery.Order;
import dev.anamnesis.audit.proof.HeadFolder;
import dev.anamnesis.audit.proof.Verification;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.server.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;

/**
 * By hand: what the access log costs at a size. {@code AuditFigures RECORDS} (1,000,000) prints
 * rows for README: appends, bytes a record, searches, verification.
 */
public final class AuditFigures {

  private static final int PATIENTS = 10_000;
  private static final int TIMES = 200;

  private final Jdbi jdbi = TestDatabase.fresh();
  private final Random random = new Random(11);
  private final List<Caller> callers = new ArrayList<>();
  private final List<Integer> callerIds = new ArrayList<>();
  private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(start);
  private long written;

  private final References references = new References(jdbi);

  private AuditFigures() {
    for (int at = 0; at < 500; at++) {
      var caller = new Caller("user-" + at, "ward-" + at % 20, "", "TREAT", "10.0.0." + at % 250);
      callers.add(caller);
      callerIds.add(references.caller(caller));
    }
    jdbi.useHandle(
        handle -> {
          handle.execute("select log.add_partition(0, 10000000)");
          handle.execute(
              "insert into log.commits select n, now(), n, 1, 'Patient', 'p' || n, 'PUT', 'x:1',"
                  + " '', '' from generate_series(1, ?) n",
              PATIENTS);
          handle.execute(
              "insert into log.streams select 'Patient', 'p' || n, n, 1, n from generate_series(1,"
                  + " ?) n",
              PATIENTS);
        });
  }

  public static void main(String[] args) throws Exception {
    var figures = new AuditFigures();
    long records = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    figures.appends(1);
    figures.appends(16);
    figures.together(16, Optional.empty());
    figures.together(16, Optional.of(Files.createTempDirectory(Path.of("target"), "journal")));
    figures.fill(records);
    figures.size();
    figures.searches();
    figures.verification();
    System.exit(0);
  }

  private Line line() {
    int who = random.nextInt(callers.size());
    long patient = 1 + random.nextInt(PATIENTS);
    String request = new UUID(random.nextLong(), random.nextLong()).toString();
    return new Line(
        Interaction.READ,
        200,
        callers.get(who),
        callerIds.get(who),
        patient,
        patient,
        0,
        request,
        "",
        "");
  }

  private List<Line> lines(int many) {
    var lines = new ArrayList<Line>();
    for (int at = 0; at < many; at++) lines.add(line());
    written += many;
    return lines;
  }

  /** Processor time of this Java. */
  private static Duration own() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** PostgreSQL's processes that are there now. */
  private List<Long> processes() {
    return jdbi.withHandle(
        handle -> handle.createQuery("select pid from pg_stat_activity").mapTo(Long.class).list());
  }

  /** Processor time of this Java and of these processes. */
  private static Duration cpu(List<Long> processes) {
    Duration all = own();
    for (long pid : processes) {
      all =
          all.plus(
              ProcessHandle.of(pid)
                  .flatMap(process -> process.info().totalCpuDuration())
                  .orElse(Duration.ZERO));
    }
    return all;
  }

  private void appends(int batch) {
    var incoming = new Incoming(jdbi, references, now::get);
    int times = 3000;
    jdbi.useHandle(
        handle -> {
          for (int at = 0; at < 1000; at++) incoming.add(lines(batch));
          List<Long> processes = processes();
          Duration before = cpu(processes);
          long began = System.nanoTime();
          for (int at = 0; at < times; at++) incoming.add(lines(batch));
          double millis = (System.nanoTime() - began) / 1e6 / times;
          double used = cpu(processes).minus(before).toNanos() / 1e6 / times;
          System.out.printf(
              "| append of %d | %.3f ms | CPU %.3f ms a batch, %.4f a record |%n",
              batch, millis, used, used / batch);
        });
  }

  /** Readers that each wait for their record, as with audit strict. */
  private void together(int readers, Optional<Path> journal) throws InterruptedException {
    int times = 2000;
    try (var log = new AccessLog(jdbi, AuditMode.STRICT, now::get, journal)) {
      for (int round = 0; round < 2; round++) {
        List<Long> processes = processes();
        Duration before = cpu(processes);
        Duration own = own();
        long began = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int at = 0; at < readers; at++) {
          Caller caller = callers.get(at);
          threads.add(
              Thread.startVirtualThread(
                  () -> {
                    for (int i = 0; i < times; i++) {
                      String request = UUID.randomUUID().toString();
                      log.record(
                          new Access(
                              Interaction.READ, 200, caller, request, 5, "", "", Set.of("p5")));
                    }
                  }));
        }
        for (Thread thread : threads) thread.join();
        long records = (long) readers * times;
        written += records;
        double seconds = (System.nanoTime() - began) / 1e9;
        double used = cpu(processes).minus(before).toNanos() / 1e6 / records;
        double java = own().minus(own).toNanos() / 1e6 / records;
        System.out.printf(
            "| %d readers, %s | %.0f records/s | CPU %.4f ms a record, %.4f of it Java |%n",
            readers, journal.isPresent() ? "journal" : "database", records / seconds, used, java);
      }
    }
  }

  /** A record each 0.1 s. */
  private void fill(long records) {
    var table = new AccessTable();
    long began = System.nanoTime();
    jdbi.useHandle(
        handle -> {
          while (written < records) {
            now.set(start.plusMillis(100 * written));
            var block = new Block(Instants.micros(now.get()), lines(2000));
            handle.useTransaction(each -> table.place(each, List.of(block)));
          }
          handle.execute("vacuum analyze audit.access");
        });
    System.out.printf(
        "| %,d records | %.0f/s in batches of 2,000 |%n",
        written, written / ((System.nanoTime() - began) / 1e9));
  }

  private void size() {
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
    System.out.printf("| bytes a record | %.1f |%n", (double) bytes / written);
  }

  private void searches() {
    var search = new AccessSearch(jdbi, () -> {});
    timed("by patient, page of 50", () -> search.page(query(patient(), Optional.empty())));
    timed("by patient and day", () -> search.page(query(patient(), Optional.of(day()))));
    timed(
        "by date window of a day, page of 50",
        () -> search.page(query(List.of(), Optional.of(day()))));
    timed(
        "by user, page of 50",
        () ->
            search.page(
                query(
                    List.of(new Filter.Agents(Set.of("user-" + random.nextInt(500)))),
                    Optional.empty())));
    timed("by position", () -> search.find(1 + random.nextLong(written)).map(List::of));
    List<String> requests =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select request::text from audit.access where position % :n = 1")
                    .bind("n", Math.max(1, written / TIMES))
                    .mapTo(String.class)
                    .list());
    timed(
        "by request id",
        () ->
            search.page(
                query(
                    List.of(
                        new Filter.Requests(Set.of(requests.get(random.nextInt(requests.size()))))),
                    Optional.empty())));
  }

  private List<Filter> patient() {
    return List.of(new Filter.Patients(Set.of("p" + (1 + random.nextInt(PATIENTS)))));
  }

  private Instant day() {
    return start.plusMillis(random.nextLong(100 * written));
  }

  private static AccessQuery query(List<Filter> filters, Optional<Instant> since) {
    return new AccessQuery(
        since,
        since.map(from -> from.plus(Duration.ofDays(1))),
        filters,
        Order.NEWEST_FIRST,
        50,
        Optional.empty());
  }

  private static void timed(String what, Runnable search) {
    for (int at = 0; at < TIMES / 2; at++) search.run();
    var millis = new ArrayList<Double>();
    for (int at = 0; at < TIMES; at++) {
      long began = System.nanoTime();
      search.run();
      millis.add((System.nanoTime() - began) / 1e6);
    }
    millis.sort(null);
    System.out.printf(
        "| AuditEvent search %s | p50 %.2f ms | p95 %.2f ms |%n",
        what, millis.get(TIMES / 2), millis.get(TIMES * 95 / 100));
  }

  private void verification() throws Exception {
    var nothingOutside = new HeadFolder(Path.of("target/no-heads"));
    var verification = new Verification(nothingOutside, Optional.empty(), words -> {});
    long began = System.nanoTime();
    var report = jdbi.withHandle(verification::verify);
    System.out.printf(
        "| verify | %,.0f records/s |%n", report.accesses() / ((System.nanoTime() - began) / 1e9));
  }
}
