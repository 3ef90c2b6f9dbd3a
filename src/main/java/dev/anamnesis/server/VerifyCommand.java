package dev.anamnesis.server;

import dev.anamnesis.audit.Access;
import dev.anamnesis.audit.AccessLog;
import dev.anamnesis.audit.AuditMode;
import dev.anamnesis.audit.Interaction;
import dev.anamnesis.audit.proof.Export;
import dev.anamnesis.audit.proof.Fault;
import dev.anamnesis.audit.proof.HeadFolder;
import dev.anamnesis.audit.proof.Verification;
import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.server.Settings.MasterKeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code anamnesis verify}: 0 when all is sound, 1 when something is not, 2 when it cannot look.
 */
@Command(
    name = "verify",
    description =
        "Checks a database, served or not, or an export of one, against itself and against its"
            + " signed heads.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Mixin private DataOptions options = new DataOptions();

  @Option(
      names = "--export",
      description = "A folder that export-log wrote: no database is needed.")
  private @Nullable Path export;

  @Option(
      names = "--export-heads",
      description = "Your own copy of the signed heads, to check an export against.")
  private @Nullable Path exportHeads;

  @Override
  public Integer call() {
    try {
      if (export != null) return verify(new Export(export));
      Settings settings = options.settings();
      try (var data = StoredData.open(settings)) {
        return verify(settings, data.jdbi());
      }
    } catch (BadStart e) {
      e.problems().forEach(System.err::println);
      return 2;
    } catch (IOException e) {
      System.err.println("The signed heads cannot be read.");
      return 2;
    }
  }

  private int verify(Export from) throws IOException {
    if (!from.isComplete()) {
      System.err.println("The folder holds no export that came to its end.");
      return 2;
    }
    HeadFolder heads = exportHeads == null ? from.heads() : new HeadFolder(exportHeads);
    var verification = new Verification(heads, Optional.empty(), System.err::println);
    long began = System.nanoTime();
    return told(verification.verify(from), began);
  }

  private static int verify(Settings settings, Jdbi jdbi) throws BadStart, IOException {
    var heads = new HeadFolder(settings.auditHeads());
    var verification = new Verification(heads, sealer(settings, jdbi), System.err::println);
    long began = System.nanoTime();
    boolean settled = settle(settings, jdbi);
    Verification.Report report =
        jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, verification::verify);
    record(jdbi, report);
    int code = told(report, began);
    return settled ? code : 1;
  }

  /** A server that was killed leaves records that wait for their place. */
  private static boolean settle(Settings settings, Jdbi jdbi) throws BadStart {
    boolean settled;
    try {
      settled = AuditJournal.settle(settings, jdbi, Clock.systemUTC());
    } catch (RuntimeException | IOException e) {
      settled = false;
    }
    if (!settled) {
      System.err.println("Access records that wait for their place in the chain cannot be read.");
    }
    return settled;
  }

  private static int told(Verification.Report report, long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%,d commits and %,d access records checked in %.1f s (%,.0f a second)%n",
        report.commits(),
        report.accesses(),
        seconds,
        (report.commits() + report.accesses()) / seconds);
    for (Fault fault : report.faults()) System.out.println(fault);
    System.out.println(report.faults().isEmpty() ? "Sound." : "NOT sound.");
    return report.faults().isEmpty() ? 0 : 1;
  }

  /** Without the key that a start would make there is none to open anything with. */
  private static Optional<Sealer> sealer(Settings settings, Jdbi jdbi) throws BadStart {
    if (settings.masterKey() instanceof MasterKeySource.Made(var file) && !Files.exists(file)) {
      return Optional.empty();
    }
    var random = new SecureRandom();
    var vault = new PostgresKeyVault(jdbi, settings.masterKey().read(), random);
    return Optional.of(new Sealer(vault, random));
  }

  /** That somebody looked is a record too. */
  private static void record(Jdbi jdbi, Verification.Report report) {
    try (var log = new AccessLog(jdbi, AuditMode.STRICT, Clock.systemUTC())) {
      int status = report.faults().isEmpty() ? 200 : 500;
      log.record(Access.ours(Interaction.VERIFICATION, status, ""));
    } catch (RuntimeException e) {
      System.err.println("The verification itself could not be recorded.");
    }
  }
}
