package dev.anamnesis.server;

import dev.anamnesis.audit.Access;
import dev.anamnesis.audit.AccessLog;
import dev.anamnesis.audit.AuditMode;
import dev.anamnesis.audit.Interaction;
import dev.anamnesis.audit.proof.Export;
import dev.anamnesis.audit.proof.HeadFolder;
import dev.anamnesis.audit.proof.HeadKey;
import dev.anamnesis.audit.proof.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code anamnesis export-log DIR}: both logs with their signed heads, to be verified anywhere. */
@Command(
    name = "export-log",
    description =
        "Writes the log, its payloads sealed, and the access log into a folder that verify --export"
            + " checks without a database.",
    mixinStandardHelpOptions = true)
final class ExportLogCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "A folder that is empty or not there yet.")
  private @Nullable Path folder;

  @Mixin private DataOptions options = new DataOptions();

  @Override
  public Integer call() {
    try {
      var export = new Export(Objects.requireNonNull(folder));
      if (!export.isEmpty()) {
        System.err.println("The folder is not empty: name another one.");
        return 2;
      }
      Settings settings = options.settings();
      try (var data = StoredData.open(settings)) {
        return write(export, settings, data.jdbi());
      }
    } catch (BadStart e) {
      e.problems().forEach(System.err::println);
      return 2;
    } catch (IOException e) {
      System.err.println("The export could not be written: " + e.getClass().getSimpleName());
      return 2;
    }
  }

  private static int write(Export export, Settings settings, Jdbi jdbi)
      throws BadStart, IOException {
    var clock = Clock.systemUTC();
    HeadKey key = HeadKey.fromFileOrNew(AuditHeads.key(settings));
    long began = System.nanoTime();
    if (!AuditJournal.settle(settings, jdbi, clock)) {
      System.err.println(
          "Records of the audit journal cannot be read: they are not in the export.");
    }
    export.takeHeads(new HeadFolder(settings.auditHeads()));
    Map<Subject, Long> written =
        jdbi.inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ,
            handle -> export.write(handle, key, clock.instant(), System.err::println));
    // That the record left is a record too; it comes after what was exported.
    try (var log = new AccessLog(jdbi, AuditMode.STRICT, clock)) {
      log.record(Access.ours(Interaction.EXPORT, 200, ""));
    }
    System.out.printf(
        "%,d commits and %,d access records exported in %.1f s%n",
        written.get(Subject.LOG), written.get(Subject.ACCESS), (System.nanoTime() - began) / 1e9);
    return 0;
  }
}
