package dev.anamnesis.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anamnesis load}. */
@Command(
    name = "load",
    description =
        "Loads a folder of R4 resources (.json, .ndjson, also .gz and .bz2) into a FHIR server.",
    mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {

  private static final int MOST_CLIENTS = 64;
  private static final int MOST_ENTRIES = 5_000;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder.")
  private @Nullable Path folder;

  @Option(names = "--base", description = "The FHIR base URL (${DEFAULT-VALUE}).")
  private URI base = URI.create("http://127.0.0.1:8080/fhir");

  @Option(names = "--clients", description = "Files at a time (${DEFAULT-VALUE}).")
  private int clients = 4;

  @Option(
      names = "--entries",
      description = "Resources of a transaction that is made here (${DEFAULT-VALUE}).")
  private int entries = 200;

  @Option(
      names = "--journal",
      description = "Where it is kept what was accepted (DIR.journal, beside DIR).")
  private @Nullable Path journal;

  @Option(
      names = "--placeholders",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Make what conditional references by identifier name and the server does not have (yes).")
  private boolean placeholders = true;

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (folder == null || !Files.isDirectory(folder)) return bad("DIR must be a folder.");
    if (clients < 1 || clients > MOST_CLIENTS) return bad("--clients takes 1 to 64.");
    if (entries < 1 || entries > MOST_ENTRIES) return bad("--entries takes 1 to 5000.");
    List<SourceFile> files = SourceFile.in(folder);
    if (files.isEmpty()) return bad("DIR holds no .json and no .ndjson file.");
    try (Journal kept = Journal.open(journalFile(folder), base.toString())) {
      return load(files, kept);
    } catch (java.nio.file.FileSystemException e) {
      return bad("The journal cannot be written: give another --journal.");
    }
  }

  private Path journalFile(Path of) {
    if (journal != null) return journal;
    Path whole = of.toAbsolutePath().normalize();
    return whole.resolveSibling(whole.getFileName() + ".journal");
  }

  private int load(List<SourceFile> files, Journal kept) throws IOException, InterruptedException {
    var server = new FhirBase(base, Duration.ofSeconds(1));
    var progress =
        new Progress(err, files.size(), files.stream().mapToLong(SourceFile::size).sum());
    Optional<Placeholders> made =
        placeholders ? Optional.of(new Placeholders(server)) : Optional.empty();
    List<Refused> refused =
        new Loader(server, new Parcels(entries), kept, made, progress).load(files, clients);
    err.println(progress.summary());
    made.filter(m -> m.count() > 0)
        .ifPresent(m -> err.printf("%,d placeholders made or found.%n", m.count()));
    if (!refused.isEmpty()) out.println("file\tentry\tstatus\tcode\twords");
    refused.stream().map(Refused::line).forEach(out::println);
    return refused.isEmpty() ? 0 : 1;
  }

  private int bad(String words) {
    err.println(words);
    return 2;
  }
}
