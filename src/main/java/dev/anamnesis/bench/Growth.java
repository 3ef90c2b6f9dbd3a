package dev.anamnesis.bench;

import dev.anamnesis.bench.Grown.Point;
import dev.anamnesis.bench.Wire.Call;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an operation costs as a server fills: at 10,000 resources of two versions each, at twice as
 * many, and so on; then as one resource gets many versions.
 *
 * @param upTo resources
 * @param hot versions of the one
 */
record Growth(Pace pace, long upTo, int hot, PrintStream out) {

  private static final long FIRST = 10_000;

  /** Instants are noted so often while a size is filled. */
  private static final int PIECES = 8;

  private static final Set<String> READS =
      Set.of(
          "read Patient",
          "vread Patient",
          "type history page of 100",
          "search: identifier",
          "search: name and birth date, page of 20",
          "search: MedicationRequest by patient and status",
          "search: Appointment by date, sorted, page of 50",
          "search: include",
          "as-of read");
  private static final Set<String> WRITES = Set.of("update Patient", "create Patient");

  /** An instant, and how many patients were there. */
  private record Mark(long patients, String instant) {}

  Grown own() throws IOException, InterruptedException {
    var data = new Scratch();
    try (var server = OwnServer.start(data.path())) {
      return grow(server.base(), server.cpu(), "g");
    } finally {
      data.delete();
    }
  }

  Grown at(URI base, Cpu cpu) throws IOException, InterruptedException {
    return grow(base, cpu, "g" + Long.toString(System.currentTimeMillis() / 1000, 36));
  }

  private Grown grow(URI base, Cpu cpu, String prefix) throws IOException, InterruptedException {
    var session = new Session(base, cpu, pace, out);
    var bench = new Bench(base, cpu);
    var names = new Names(prefix);
    var seeding = new Seeding(base, names);
    seeding.staff();
    var marks = new ArrayList<Mark>();
    var sizes = new ArrayList<Point>();
    long there = 0;
    for (long size = FIRST; there * Seeding.OF_A_PATIENT < upTo; size *= 2) {
      long goal = Math.max(PIECES, Math.min(size, upTo) / Seeding.OF_A_PATIENT + 1);
      long start = System.nanoTime();
      there = fill(seeding, there, goal, marks);
      out.printf(
          "%,d resources; filled in %,.1f s%n",
          there * Seeding.OF_A_PATIENT, (System.nanoTime() - start) / 1e9);
      var seeded =
          new Seeded(names, new Diary(2L * upTo + 100 * size), (int) there, last(marks).instant());
      long versions = session.versions();
      boolean first = sizes.isEmpty();
      for (Scenario scenario : session.chosen(scenarios(seeded, marks), "")) {
        bench.warm(scenario, pace.most(), first ? pace.warm() : pace.again());
        sizes.add(
            new Point(
                there * Seeding.OF_A_PATIENT,
                versions,
                bench.run(scenario, pace.most(), pace.seconds())));
      }
    }
    var hotPoints = hot > 0 ? stream(bench, seeding, names) : List.<Point>of();
    var grown = new Grown(sizes, hotPoints);
    out.print(grown.tables());
    return grown;
  }

  private static long fill(Seeding seeding, long from, long to, List<Mark> marks)
      throws IOException, InterruptedException {
    long there = from;
    for (int piece = 1; piece <= PIECES; piece++) {
      long next = from + (to - from) * piece / PIECES;
      seeding.patients(there, next, 1);
      there = next;
      marks.add(new Mark(there, seeding.busy(1)));
    }
    return there;
  }

  private static Mark last(List<Mark> marks) {
    return marks.getLast();
  }

  /** Reads first: writes make more. */
  private List<Scenario> scenarios(Seeded seeded, List<Mark> marks) {
    long half = seeded.patients() / 2;
    Mark middle = marks.stream().filter(mark -> mark.patients() >= half).findFirst().orElseThrow();
    Mark end = marks.get(marks.size() - 2);
    Stream<Scenario> reads = new Reads(seeded).all().stream().filter(s -> READS.contains(s.name()));
    Stream<Scenario> pages =
        Stream.of(
            page("history page, middle of the log", "/_history", middle.instant(), 100),
            page("history page, end of the log", "/_history", end.instant(), 100));
    Stream<Scenario> writes =
        new Writes(seeded, List.of()).all().stream().filter(s -> WRITES.contains(s.name()));
    return Stream.of(reads, pages, writes).flatMap(s -> s).toList();
  }

  private static Scenario page(String name, String path, String since, int count) {
    String query = "?_sort=_lastUpdated&_count=" + count + "&_since=" + since.replace("+", "%2B");
    return Scenario.of(name, 200, n -> () -> Call.get(path + query));
  }

  /** At fifty versions, at a tenth of all, and at all. */
  private List<Point> stream(Bench bench, Seeding seeding, Names names)
      throws IOException, InterruptedException {
    var points = new ArrayList<Point>();
    String id = names.busy();
    String busy = "/Patient/" + id;
    for (int goal : List.of(50, Math.max(100, hot / 10), Math.max(200, hot))) {
      int more = (int) Math.max(2, goal - seeding.busyVersions());
      String middle = seeding.busy(more / 2);
      seeding.busy(more - more / 2);
      long size = seeding.busyVersions();
      var people = new People(size, names);
      var hotOnes =
          List.of(
              Scenario.of("read", 200, n -> () -> Call.get(busy)),
              Scenario.of(
                  "vread of an early version", 200, n -> () -> Call.get(busy + "/_history/7")),
              Scenario.of(
                  "newest 50 versions", 200, n -> () -> Call.get(busy + "/_history?_count=50")),
              page("50 versions from the middle", busy + "/_history", middle, 50),
              Scenario.of("update", 200, n -> () -> Call.put(busy, people.patient(id, id))));
      for (Scenario scenario : hotOnes) {
        bench.warm(scenario, 1, pace.again());
        points.add(new Point(size, size, bench.run(scenario, 1, pace.seconds())));
      }
    }
    return points;
  }
}
