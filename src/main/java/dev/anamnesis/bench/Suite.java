package dev.anamnesis.bench;

import dev.anamnesis.bench.Figures.Fact;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios on a server of its own or on another.
 *
 * @param only words of the names of those that are run
 * @param folder with transactions; made ones where there is none
 */
record Suite(Pace pace, int patients, String only, @Nullable Path folder, PrintStream out) {

  private static final String CONSTANT = "a constant of the same size";

  /** What one run needs to know of the other end. */
  private record Run(Seeded seeded, List<Measured> measured, long versions, int patientBytes) {}

  Figures own() throws IOException, InterruptedException {
    var data = new Scratch();
    try {
      long first;
      try (var server = OwnServer.start(data.path())) {
        first = server.startMillis();
      }
      long empty = Cpu.bytes(data.database());
      Run run;
      long second;
      long idle;
      long after;
      try (var server = OwnServer.start(data.path())) {
        second = server.startMillis();
        idle = server.cpu().residentMegabytes();
        run = run(server.base(), server.cpu(), "b");
        after = server.cpu().residentMegabytes();
      }
      double bytes = (Cpu.bytes(data.database()) - empty) / (double) Math.max(1, run.versions());
      var measured = new ArrayList<>(run.measured());
      var notes = new ArrayList<String>();
      if ("read Patient".contains(only)) notes.addAll(constant(run, measured));
      notes.add(
          "First start %,d ms, second %,d ms. RSS of the server: %d MB idle, %d MB after."
              .formatted(first, second, idle, after));
      notes.add(perVersion(run.versions(), bytes));
      return new Figures(
          measured,
          notes,
          List.of(
              new Fact("firstStartMillis", first),
              new Fact("startMillis", second),
              new Fact("idleMegabytes", idle),
              new Fact("megabytesAfter", after),
              new Fact("versions", run.versions()),
              new Fact("bytesPerVersion", bytes)));
    } finally {
      data.delete();
    }
  }

  Figures other(URI base, Cpu cpu, @Nullable Path disk) throws IOException, InterruptedException {
    var session = new Session(base, cpu, pace, out);
    long versions = disk == null ? 0 : session.versions();
    long bytes = disk == null ? 0 : Cpu.bytes(disk);
    long idle = cpu.residentMegabytes();
    Run run = run(base, cpu, "b" + Long.toString(System.currentTimeMillis() / 1000, 36));
    long after = cpu.residentMegabytes();
    var notes = new ArrayList<String>();
    if (idle > 0) notes.add("RSS of the server: %d MB before, %d MB after.".formatted(idle, after));
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("megabytesAfter", after));
    if (disk != null) {
      long more = run.versions() - versions;
      double each = (Cpu.bytes(disk) - bytes) / (double) Math.max(1, more);
      notes.add(perVersion(more, each));
      facts.add(new Fact("bytesPerVersion", each));
    }
    return new Figures(run.measured(), notes, facts);
  }

  private static String perVersion(long versions, double bytes) {
    return String.format(
        Locale.ROOT,
        "%,d versions, %,.0f bytes on disk each (tables and indexes).",
        versions,
        bytes);
  }

  private Run run(URI base, Cpu cpu, String prefix) throws IOException, InterruptedException {
    var session = new Session(base, cpu, pace, out);
    var names = new Names(prefix);
    Seeded seeded = Seeded.load(base, names, patients);
    List<String> records = folder == null ? Records.made(names) : Records.in(folder);
    var all = new ArrayList<>(new Reads(seeded).all());
    all.addAll(new Writes(seeded, records).all());
    List<Scenario> chosen = session.chosen(all, only);
    out.println(Measured.head());
    return new Run(
        seeded, session.measure(chosen), session.versions(), session.patientBytes(seeded));
  }

  /** The same web server answering so many bytes: reads beside what it can do at all. */
  private List<String> constant(Run run, List<Measured> measured)
      throws IOException, InterruptedException {
    var notes = new ArrayList<String>();
    try (var server = OwnServer.constant(run.patientBytes())) {
      var session = new Session(server.base(), server.cpu(), pace, out);
      var reads = new Reads(run.seeded()).all();
      var read = reads.stream().filter(s -> s.name().equals("read Patient")).findFirst();
      var constant = new Scenario(CONSTANT, Scenario.Where.ANY, read.orElseThrow().client());
      for (Measured most : session.measure(List.of(constant))) {
        run.measured().stream()
            .filter(m -> m.scenario().equals("read Patient") && m.clients() == most.clients())
            .forEach(m -> notes.add(share(m, most)));
        measured.add(most);
      }
    }
    return notes;
  }

  private static String share(Measured read, Measured constant) {
    return String.format(
        Locale.ROOT,
        "Reads by %d clients: %.0f %% of the rate of the same web server with a constant of the same size.",
        read.clients(),
        100 * read.rate() / constant.rate());
  }
}
