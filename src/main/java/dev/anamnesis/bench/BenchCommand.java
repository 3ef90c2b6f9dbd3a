package dev.anamnesis.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code anamnesis bench}. */
@Command(
    name = "bench",
    description = "Measures a FHIR server over HTTP; without --base a fresh one of its own.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

  private static final int MOST_CLIENTS = 256;
  private static final int MOST_PATIENTS = 1_000_000;

  @Option(names = "--base", description = "A FHIR base URL, such as http://127.0.0.1:8080/fhir.")
  private @Nullable URI base;

  @Option(
      names = "--pids",
      split = ",",
      description =
          "Processes whose CPU counts (with their children): server first, then database.")
  private List<Long> pids = List.of();

  @Option(
      names = "--disk",
      description = "The database's folder, with --base: its growth by version is told.")
  private @Nullable Path disk;

  @Option(names = "--clients", split = ",", description = "Clients at once (1,16).")
  private List<Integer> clients = List.of(1, 16);

  @Option(names = "--seconds", description = "How long each row is measured (5).")
  private double seconds = 5;

  @Option(
      names = "--warm",
      description =
          "Seconds each scenario runs before anything is measured, and a fifth of that again before each row (15).")
  private double warm = 15;

  @Option(names = "--patients", description = "Patients of the data set, 11 resources each (1000).")
  private int patients = 1000;

  @Option(
      names = "--bundles",
      description = "A folder with transactions (.json), such as Synthea's, instead of made ones.")
  private @Nullable Path bundles;

  @Option(names = "--only", description = "Scenarios whose name contains this.")
  private String only = "";

  @Option(
      names = "--growth",
      description = "Cost by size instead: at 10,000 resources and, doubled, up to --up-to.")
  private boolean growth;

  @Option(names = "--up-to", description = "Resources of --growth, two versions each (40000).")
  private long upTo = 40_000;

  @Option(names = "--hot", description = "Versions of one Patient of --growth, at the end (2000).")
  private int hot = 2000;

  @Option(names = "--json", description = "A file for the figures as JSON.")
  private @Nullable Path json;

  @Option(names = "--svg", description = "A folder for plots.")
  private @Nullable Path svg;

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (clients.stream().anyMatch(n -> n < 1 || n > MOST_CLIENTS)) {
      return bad("--clients takes 1 to 256.");
    }
    if (patients < 10 || patients > MOST_PATIENTS) return bad("--patients takes 10 to 1000000.");
    if (seconds <= 0 || warm < 0) return bad("--seconds and --warm are lengths of time.");
    var pace = new Pace(clients, seconds, warm);
    return growth ? growth(pace) : scenarios(pace);
  }

  private int bad(String words) {
    System.err.println(words);
    return 2;
  }

  private int scenarios(Pace pace) throws IOException, InterruptedException {
    var work = new Suite(pace, patients, only, bundles, out);
    Figures figures = base == null ? work.own() : work.other(base, new Cpu(pids), disk);
    figures.notes().forEach(out::println);
    if (json != null) Files.writeString(json, figures.json());
    if (svg != null) {
      Files.createDirectories(svg);
      Files.writeString(svg.resolve("cpu.svg"), Bars.of(figures.measured(), pace.most()));
    }
    return figures.failed() ? 1 : 0;
  }

  private int growth(Pace pace) throws IOException, InterruptedException {
    var work = new Growth(pace, upTo, hot, out);
    Grown grown = base == null ? work.own() : work.at(base, new Cpu(pids));
    if (json != null) Files.writeString(json, grown.json());
    if (svg != null) {
      Files.createDirectories(svg);
      Files.writeString(svg.resolve("growth.svg"), Lines.of(grown));
    }
    return 0;
  }
}
