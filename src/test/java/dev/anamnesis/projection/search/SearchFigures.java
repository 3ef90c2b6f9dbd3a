package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.projection.search.QueryReader.Reading;
import dev.anamnesis.server.TestDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Measures search rows and twelve searches and two more, now and as of an instant in the middle,
 * without HTTP: {@code SearchFigures PATIENTS}, with three prescriptions, two appointments and five
 * observations each; 100000 are what the goals are stated for. {@code SearchFigures PATIENTS
 * shapes} compares the rows' shape with another. CPU is that of this JVM and of PostgreSQL. By
 * hand, with the class path of the tests.
 */
final class SearchFigures {

  private static final int WARM = 400;
  private static final int ROUNDS = 300;

  private final int patients;

  private SearchFigures(int patients) {
    this.patients = patients;
  }

  public static void main(String[] args) {
    var figures = new SearchFigures(Integer.parseInt(args[0]));
    figures.inserts();
    figures.searches(List.of(args).contains("shapes"));
    System.exit(0);
  }

  /** PostgreSQL is no child of this JVM: it is found by one of its own. */
  private static final long POSTMASTER = postmaster();

  private static long postmaster() {
    try {
      long backend =
          TestDatabase.empty()
              .withHandle(
                  handle -> handle.createQuery("select pg_backend_pid()").mapTo(Long.class).one());
      String stat = Files.readString(Path.of("/proc/" + backend + "/stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double cpuMillis() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double postgres =
        ProcessHandle.of(POSTMASTER).stream()
            .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
            .mapToDouble(process -> ticks(process.pid()) * 10.0)
            .sum();
    return postgres + system.getProcessCpuTime() / 1e6;
  }

  /** Hundredths of a second, of the user and of the system. */
  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(cells[11]) + Long.parseLong(cells[12]);
    } catch (IOException e) {
      return 0;
    }
  }

  private void inserts() {
    int some = Math.min(patients, 1000);
    for (boolean warm : List.of(true, false)) {
      for (boolean withSearch : List.of(false, true)) {
        try (var clinic = new Clinic(TestDatabase.fresh(), withSearch)) {
          double before = cpuMillis();
          clinic.fill(some);
          double used = (cpuMillis() - before) / (11.0 * some);
          if (!warm)
            System.out.printf(
                "insert %s search rows: %.3f CPU ms a resource%n",
                withSearch ? "with" : "without", used);
        }
      }
    }
  }

  private void searches(boolean shapes) {
    long start = System.nanoTime();
    try (var clinic = Clinic.of(patients)) {
      System.out.printf(
          "%,d resources written in %d s%n%n",
          11L * patients, (System.nanoTime() - start) / 1_000_000_000L);
      sizes(clinic);
      if (shapes) alternative(clinic);
      long middle = 11L * patients / 2;
      String then = instant(clinic, middle);
      String window =
          "_lastUpdated=gt" + instant(clinic, middle - 1_100) + "&_lastUpdated=le" + then;
      for (String asOf : List.of("", "&_asOf=" + then)) {
        String when = asOf.isEmpty() ? "now" : "as of the middle";
        System.out.printf(
            "%n| %s | p50 ms | p95 ms | CPU ms | found |%n|---|---|---|---|---|%n", when);
        all(window).forEach((name, search) -> measure(clinic, name, n -> search.apply(n) + asOf));
      }
    }
  }

  private static String instant(Clinic clinic, long position) {
    return clinic.jdbi.withHandle(
        handle -> Instants.text(Instants.ofMicros(Positions.micros(handle, position))));
  }

  /**
   * @param window of a hundred patients
   */
  private Map<String, IntFunction<String>> all(String window) {
    var all = new LinkedHashMap<String, IntFunction<String>>();
    all.put("identifier", n -> "Patient?identifier=urn:mrn|" + n % patients);
    all.put(
        "name and birth date",
        n -> "Patient?family=berg" + n % 1000 + "&birthdate=ge1950&birthdate=lt1990");
    all.put(
        "prescriptions by patient and status",
        n -> "MedicationRequest?patient=Patient/p" + n % patients + "&status=active");
    all.put(
        "appointments of a day in order",
        n -> "Appointment?date=ge" + day(n) + "&date=lt" + day(n + 1) + "&_sort=date");
    all.put(
        "appointments by practitioner and day",
        n -> "Appointment?practitioner=Practitioner/" + n % 50 + "&date=" + day(n));
    all.put(
        "observations by patient, code, date",
        n ->
            "Observation?patient=Patient/p"
                + n % patients
                + "&code=http://loinc.org|8480-6&date=ge2023-06-01");
    all.put("chain", n -> "Observation?patient.identifier=urn:mrn|" + n % patients);
    all.put("_has", n -> "Patient?_has:Observation:patient:_id=o" + n % patients);
    all.put("include", n -> "Observation?_id=o" + n % patients + "&_include=Observation:patient");
    all.put("revinclude", n -> "Patient?_id=p" + n % patients + "&_revinclude=Observation:subject");
    all.put("_lastUpdated window", n -> "Patient?" + window);
    all.put("exact total of a type", n -> "Observation?_total=accurate&_count=1");
    all.put("a common code, first page", n -> "Observation?code=http://loinc.org|8480-6");
    all.put("a whole type by date, first page", n -> "Observation?_sort=-date");
    return all;
  }

  private static String day(int n) {
    return java.time.LocalDate.of(2023, 1, 1).plusDays(n % 600).toString();
  }

  private static void measure(Clinic clinic, String name, IntFunction<String> search) {
    long[] nanos = new long[ROUNDS];
    long found = 0;
    for (int n = 0; n < WARM; n++) find(clinic, search.apply(n * 31));
    double before = cpuMillis();
    for (int n = 0; n < ROUNDS; n++) {
      Query query = query(clinic, search.apply(n * 37));
      long start = System.nanoTime();
      found += ((Searches.Answer.Page) clinic.searches.find(query)).matches().size();
      nanos[n] = System.nanoTime() - start;
    }
    double used = (cpuMillis() - before) / ROUNDS;
    Arrays.sort(nanos);
    System.out.printf(
        "| %s | %.2f | %.2f | %.2f | %.1f |%n",
        name,
        nanos[ROUNDS / 2] / 1e6,
        nanos[ROUNDS * 95 / 100] / 1e6,
        used,
        found / (double) ROUNDS);
  }

  private static void find(Clinic clinic, String search) {
    clinic.searches.find(query(clinic, search));
  }

  private static Query query(Clinic clinic, String search) {
    String[] halves = search.split("\\?", 2);
    Map<String, List<String>> sent = new LinkedHashMap<>();
    for (String pair : halves[1].split("&")) {
      String[] sides = pair.split("=", 2);
      sent.computeIfAbsent(sides[0], n -> new ArrayList<>()).add(sides[1]);
    }
    return switch (clinic.searches.reader().read(List.of(halves[0]), Map.of(), sent, false, "")) {
      case Reading.Understood(Query query) -> query;
      case Reading.NotUnderstood(var why) -> throw new IllegalStateException(why.words());
    };
  }

  private void sizes(Clinic clinic) {
    clinic.jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select n.nspname || '.' || c.relname as name, pg_table_size(c.oid) as heap, pg_indexes_size(c.oid) as indexes
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname in ('search', 'read', 'log') and c.relkind in ('r') and pg_total_relation_size(c.oid) > 100000
                    order by 1
                    """)
                .map(
                    (row, context) ->
                        "%s: %.0f + %.0f bytes a resource, rows and indexes"
                            .formatted(
                                row.getString("name"),
                                row.getLong("heap") / (11.0 * patients),
                                row.getLong("indexes") / (11.0 * patients)))
                .forEach(System.out::println));
  }

  /** The other shape that was thought of: one row a resource, its keys in an array under GIN. */
  private void alternative(Clinic clinic) {
    clinic.jdbi.useHandle(
        handle -> {
          handle.execute(
              "create table arrays (stream bigint primary key, since bigint, keys bigint[])");
          handle.execute("create index arrays_by_key on arrays using gin (keys)");
          double before = cpuMillis();
          handle.execute("create table rows2 (like search.tokens including indexes)");
          handle.execute("insert into rows2 select * from search.tokens order by stream");
          double narrow = cpuMillis() - before;
          before = cpuMillis();
          handle.execute(
              "insert into arrays select stream, min(since), array_agg(key) from search.tokens group by stream order by stream");
          handle.execute("vacuum analyze arrays");
          double arrays = cpuMillis() - before;
          long resources = 11L * patients;
          System.out.printf(
              "tokens as rows: %.4f CPU ms, as arrays: %.4f CPU ms a resource%n",
              narrow / resources, arrays / resources);
          handle
              .createQuery(
                  "select relname, pg_total_relation_size(oid) as size from pg_class where relname in ('arrays', 'rows2')")
              .map(
                  (row, context) ->
                      "%s: %.0f bytes a resource"
                          .formatted(row.getString(1), row.getLong(2) / (double) resources))
              .forEach(System.out::println);
          for (String of : List.of("rare", "common")) {
            long key =
                handle
                    .createQuery(
                        "select key from search.tokens group by key order by count(*) "
                            + (of.equals("rare") ? "" : "desc")
                            + " limit 1")
                    .mapTo(Long.class)
                    .one();
            for (String sql :
                List.of(
                    "select stream from rows2 where key = "
                        + key
                        + " order by stream desc limit 51",
                    "select stream from arrays where keys @> array["
                        + key
                        + "::bigint] order by stream desc limit 51")) {
              double start = cpuMillis();
              for (int n = 0; n < 100; n++) handle.createQuery(sql).mapTo(Long.class).list();
              System.out.printf(
                  "%s key, %s: %.2f CPU ms%n",
                  of, sql.contains("rows2") ? "rows" : "arrays", (cpuMillis() - start) / 100);
            }
          }
        });
  }
}
