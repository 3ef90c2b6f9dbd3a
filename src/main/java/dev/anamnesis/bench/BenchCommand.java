package dev.anamnesis.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code anamnesis bench}. */
@Command(
    name = "bench",
    description = "Measures a FHIR server over HTTP; without --base a fresh one of its own.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

  @Option(names = "--base", description = "A FHIR base URL, such as http://127.0.0.1:8080/fhir.")
  private @Nullable URI base;

  @Option(
      names = "--pids",
      split = ",",
      description =
          "Processes whose CPU counts (with their children): server first, then database.")
  private List<Long> pids = List.of();

  @Option(names = "--clients", split = ",", description = "Clients at once (1,16).")
  private List<Integer> clients = List.of(1, 16);

  @Option(
      names = "--seconds",
      description =
          "How long each scenario runs, after as long again to warm up, and all once before (5).")
  private double seconds = 5;

  @Option(names = "--only", description = "Scenarios whose name contains this.")
  private String only = "";

  @Option(names = "--json", description = "A file for the figures as JSON.")
  private @Nullable Path json;

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Measured> measured = base == null ? ownServer() : scenarios(base, new Cpu(pids));
    if (json != null) {
      Files.writeString(
          json,
          measured.stream().map(Measured::json).collect(Collectors.joining(",\n", "[", "]\n")));
    }
    return measured.stream().anyMatch(m -> m.errors() > 0) ? 1 : 0;
  }

  private List<Measured> ownServer() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("anamnesis-bench");
    try {
      long first = startAndStop(data);
      long empty = Cpu.bytes(data.resolve("postgres/base"));
      long versions;
      List<Measured> measured;
      try (var server = OwnServer.start(data)) {
        long idle = server.cpu().residentMegabytes();
        measured = scenarios(server.base(), server.cpu());
        versions = versions(server.base());
        out.printf(
            "%nFirst start %,d ms, second %,d ms. RSS of the server: %d MB idle, %d MB after.%n",
            first, server.startMillis(), idle, server.cpu().residentMegabytes());
      }
      long bytes = Cpu.bytes(data.resolve("postgres/base")) - empty;
      out.printf(
          "%,d versions, %,d bytes on disk each (tables and indexes).%n",
          versions, bytes / Math.max(1, versions));
      return measured;
    } finally {
      delete(data);
    }
  }

  private static long startAndStop(Path data) throws IOException {
    try (var server = OwnServer.start(data)) {
      return server.startMillis();
    }
  }

  private List<Measured> scenarios(URI target, Cpu cpu) throws IOException, InterruptedException {
    var bench = new Bench(target, cpu);
    var measured = new ArrayList<Measured>();
    Seeded seeded = Seeded.load(target);
    List<Scenario> chosen =
        Scenario.all(seeded).stream().filter(s -> s.name().contains(only)).toList();
    for (Scenario scenario : chosen) bench.run(scenario, 16, seconds / 2);
    out.println(Measured.head());
    for (Scenario scenario : chosen) {
      for (int count : clients) {
        Measured row = bench.run(scenario, count, seconds);
        out.println(row.row());
        measured.add(row);
      }
    }
    return measured;
  }

  private static long versions(URI target) throws IOException {
    try (var wire = new Wire(target)) {
      String page = wire.send(Wire.Call.get("/_history?_count=0")).text();
      String total = page.substring(page.indexOf("\"total\":") + 8);
      return Long.parseLong(total.substring(0, total.indexOf(',')));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
