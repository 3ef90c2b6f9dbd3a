package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.Currents;
import dev.anamnesis.projection.History;
import dev.anamnesis.projection.HistoryQuery;
import dev.anamnesis.projection.HistoryQuery.During;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.server.KeptDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Measures search rows, the twelve searches that count and some more, reads and {@code _at}, now
 * and as of instants in the middle and at the end, without HTTP: {@code SearchFigures PATIENTS
 * [shapes]}, with three prescriptions, two appointments and five observations each, and every tenth
 * version a second one; 100000 are what the goals are stated for. The data stay in {@code
 * target/figures-PATIENTS}: where they are there, they are only measured. {@code shapes} compares
 * the rows' shape with another. CPU is that of this JVM and of PostgreSQL. By hand, with the class
 * path of the tests.
 */
final class SearchFigures {

  private static final int WARM = 200;
  private static final int ROUNDS = 300;

  private final int patients;
  private final KeptDatabase database;
  private final Path directory;
  private final Cpu cpu;

  private SearchFigures(int patients, Path directory, KeptDatabase database) throws IOException {
    this.patients = patients;
    this.directory = directory;
    this.database = database;
    this.cpu = new Cpu(database.postmaster());
  }

  public static void main(String[] args) throws IOException {
    int patients = Integer.parseInt(args[0]);
    Path directory = Path.of("target", "figures-" + patients);
    try (var database = KeptDatabase.open(directory)) {
      var figures = new SearchFigures(patients, directory, database);
      try (var clinic = figures.clinic("clinic", true)) {
        figures.load(clinic);
        if (List.of(args).contains("shapes")) {
          new RowShapes(figures.cpu, patients).compare(clinic.jdbi);
        } else {
          figures.measure(clinic);
        }
      }
    }
    System.exit(0);
  }

  private Clinic clinic(String name, boolean withSearch) {
    var connections = database.to(name);
    return new Clinic(connections.writing(), connections.searching(), withSearch);
  }

  /** Where it is not there yet; what that cost is told again each time. */
  private void load(Clinic clinic) throws IOException {
    Path told = directory.resolve("written.txt");
    if (!Files.exists(told)) {
      String inserts = inserts();
      long start = System.nanoTime();
      double before = cpu.millis();
      long versions =
          clinic.fillWithChanges(
              patients,
              n ->
                  System.out.printf(
                      "%,d patients, %d s, %.3f CPU ms a resource so far%n",
                      n,
                      (System.nanoTime() - start) / 1_000_000_000L,
                      (cpu.millis() - before) / Math.max(1, 11.0 * n)));
      double used = (cpu.millis() - before) / versions;
      clinic.jdbi.useHandle(handle -> handle.execute("vacuum analyze"));
      clinic.jdbi.useHandle(handle -> handle.execute("checkpoint"));
      Files.writeString(
          told,
          inserts
              + "%,d resources, %,d versions written, %.3f CPU ms each%n"
                  .formatted(11 * patients, versions, used));
    }
    System.out.print(Files.readString(told));
  }

  private String inserts() {
    int some = Math.min(patients, 1000);
    var told = new StringBuilder();
    for (boolean warm : List.of(true, false)) {
      for (boolean withSearch : List.of(false, true)) {
        try (var clinic = clinic("inserts_" + warm + withSearch, withSearch)) {
          double before = cpu.millis();
          clinic.fill(some);
          double used = (cpu.millis() - before) / (11.0 * some);
          if (warm) continue;
          told.append(
              "insert %s search rows: %.3f CPU ms a resource%n"
                  .formatted(withSearch ? "with" : "without", used));
        }
      }
    }
    return told.toString();
  }

  private void measure(Clinic clinic) {
    sizes(clinic);
    long last = clinic.searches.lastPosition();
    long middle = last / 2;
    String then = Instants.text(instant(clinic, middle));
    String end = Instants.text(instant(clinic, last));
    String window = window(clinic, middle);
    System.out.printf(
        "%n| | now: found | p50 ms | p95 ms | CPU ms | as of the middle: found | p50 ms | p95 ms |"
            + " CPU ms | as of the end: found | p50 ms | p95 ms | CPU ms"
            + " |%n|---|---|---|---|---|---|---|---|---|---|---|---|---|%n");
    var measured = new Measured(cpu, WARM, ROUNDS);
    var searches = new TwelveSearches(patients).all(window);
    // All before any is measured, so that the first row tells no more of a young Java than others.
    for (int n = 0; n < WARM; n++) {
      for (var search : searches.values()) found(clinic, search.apply(n));
    }
    searches.forEach(
        (name, search) ->
            measured.line(
                name,
                List.of(
                    n -> found(clinic, search.apply(n)),
                    n -> found(clinic, search.apply(n) + "&_asOf=" + then),
                    n -> found(clinic, search.apply(n) + "&_asOf=" + end))));
    reads(clinic, measured, middle, last);
    System.out.printf("%n| | of all | p50 ms | p95 ms | CPU ms |%n|---|---|---|---|---|%n");
    moments(clinic, measured, last);
  }

  /** Of a hundred patients. */
  private static String window(Clinic clinic, long middle) {
    return "_lastUpdated=gt"
        + Instants.text(instant(clinic, middle - 1_100))
        + "&_lastUpdated=le"
        + Instants.text(instant(clinic, middle));
  }

  private static Instant instant(Clinic clinic, long position) {
    return clinic.jdbi.withHandle(handle -> Instants.ofMicros(Positions.micros(handle, position)));
  }

  /** Of what is not remembered, and of what is. */
  private void reads(Clinic clinic, Measured measured, long middle, long last) {
    Instant then = instant(clinic, middle);
    Instant end = instant(clinic, last);
    for (boolean remembered : List.of(false, true)) {
      var resources =
          new Resources(
              clinic.jdbi,
              clinic.types,
              clinic.sealer,
              new ServedVersions(remembered ? 16 << 20 : 0),
              new Currents(remembered, 100_000));
      int among = remembered ? 200 : patients;
      measured.line(
          remembered ? "read of what was read before" : "read",
          List.of(
              n -> resources.current(patient(n % among)).isPresent() ? 1 : 0,
              n -> resources.asOf(then).current(patient(n % among)).isPresent() ? 1 : 0,
              n -> resources.asOf(end).current(patient(n % among)).isPresent() ? 1 : 0));
    }
  }

  private static StreamId patient(int n) {
    return ClinicRecords.id("Patient", n);
  }

  /** First pages of 50 of what was current. */
  private void moments(Clinic clinic, Measured measured, long last) {
    var history = new History(clinic.jdbi, clinic.types, clinic.sealer, new ServedVersions(0));
    var scopes = new LinkedHashMap<String, Scope>();
    scopes.put("system", new Scope.System());
    scopes.put("Patient", new Scope.Types(List.of("Patient")));
    scopes.forEach(
        (name, scope) -> {
          for (int part : List.of(1, 5, 10)) {
            Instant at = instant(clinic, last * part / 10);
            measured.line(
                "_at of the %s, %d %% of the way".formatted(name, part * 10),
                List.of(n -> total(history, scope, new During(Optional.of(at), Optional.of(at)))));
          }
          Instant from = instant(clinic, last / 4);
          Instant past = instant(clinic, last / 2);
          measured.line(
              "_at of the %s, a quarter of all".formatted(name),
              List.of(
                  n -> total(history, scope, new During(Optional.of(from), Optional.of(past)))));
        });
  }

  private static long total(History history, Scope scope, During during) {
    return history
        .page(
            new HistoryQuery(
                scope,
                Optional.empty(),
                Optional.of(during),
                50,
                Order.NEWEST_FIRST,
                Optional.empty()))
        .orElseThrow()
        .total();
  }

  private static long found(Clinic clinic, String search) {
    return switch (clinic.searches.find(query(clinic, search))) {
      case Searches.Answer.Page page -> page.matches().size();
      case Searches.Answer.NotDone(var why) ->
          throw new IllegalStateException(search + ": " + why.words());
    };
  }

  private static Query query(Clinic clinic, String search) {
    String[] halves = search.split("\\?", 2);
    return clinic.query(halves[0], halves[1]);
  }

  private void sizes(Clinic clinic) {
    clinic.jdbi.useHandle(
        handle -> {
          long versions =
              handle.createQuery("select count(*) from read.versions").mapTo(Long.class).one();
          handle
              .createQuery(
                  """
                  select coalesce(case when n.nspname = 'search' then 'search.' || c.relname else n.nspname end, 'all') as name,
                    sum(pg_table_size(c.oid)) as heap, sum(pg_indexes_size(c.oid)) as indexes
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname in ('search', 'read', 'log') and c.relkind = 'r'
                  group by rollup (case when n.nspname = 'search' then 'search.' || c.relname else n.nspname end)
                  having sum(pg_total_relation_size(c.oid)) > 1000000
                  order by 1
                  """)
              .map(
                  (row, context) ->
                      "%s: %.0f + %.0f bytes a version, rows and indexes"
                          .formatted(
                              row.getString("name"),
                              row.getLong("heap") / (double) versions,
                              row.getLong("indexes") / (double) versions))
              .forEach(System.out::println);
        });
  }
}
