package dev.anamnesis.server;

import dev.anamnesis.audit.Access;
import dev.anamnesis.audit.AccessLog;
import dev.anamnesis.audit.AuditMode;
import dev.anamnesis.audit.Interaction;
import dev.anamnesis.audit.proof.Fault;
import dev.anamnesis.audit.proof.HeadFolder;
import dev.anamnesis.audit.proof.Verification;
import dev.anamnesis.eventstore.seal.MasterKey;
import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code anamnesis verify}: 0 when all is sound, 1 when something is not, 2 when it cannot look.
 */
@Command(
    name = "verify",
    description = "Checks a database, served or not, against itself and against its signed heads.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Option(names = "--data", description = "Where data is kept (ANAMNESIS_DATA; ./data).")
  private @Nullable String data;

  @Option(names = "--database-url", description = "A PostgreSQL (ANAMNESIS_DATABASE_URL).")
  private @Nullable String databaseUrl;

  @Option(names = "--database-user", description = "Its user (ANAMNESIS_DATABASE_USER).")
  private @Nullable String databaseUser;

  @Option(
      names = "--database-password-file",
      description = "A file with its password (ANAMNESIS_DATABASE_PASSWORD_FILE).")
  private @Nullable String databasePasswordFile;

  @Option(
      names = "--master-key-file",
      description = "Opens the bodies too (ANAMNESIS_MASTER_KEY_FILE; master.key of the data).")
  private @Nullable String masterKeyFile;

  @Option(names = "--heads", description = "Where signed heads are (audit-heads of the data).")
  private @Nullable Path heads;

  @Override
  public Integer call() {
    try {
      Settings settings = new SettingsReader(flags(), System.getenv()).read();
      var running = running(settings.data());
      if (settings.database().isPresent() || running.isPresent()) return verify(settings, running);
      try (var embedded = EmbeddedDatabase.start(settings.data())) {
        return verify(settings, Optional.of(embedded.url()));
      }
    } catch (BadStart e) {
      e.problems().forEach(System.err::println);
      return 2;
    } catch (IOException e) {
      System.err.println("The signed heads cannot be read.");
      return 2;
    }
  }

  /** The embedded PostgreSQL of a server that is up. */
  private static Optional<String> running(Path data) throws IOException {
    Path file = data.resolve("postgres/postmaster.pid");
    if (!Files.exists(file)) return Optional.empty();
    String port = Files.readAllLines(file).get(3).strip();
    return Optional.of("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
  }

  private int verify(Settings settings, Optional<String> embedded) throws BadStart, IOException {
    var external = settings.database();
    try (var pool =
        external.isPresent()
            ? Pool.open(external.get().url(), external.get().user(), external.get().password())
            : Pool.open(embedded.orElseThrow(), Optional.of("postgres"), Optional.empty())) {
      Jdbi jdbi = Jdbi.create(pool);
      HeadFolder folder =
          heads == null ? AuditHeads.folder(settings.data()) : new HeadFolder(heads);
      var verification = new Verification(folder, sealer(settings, jdbi), System.err::println);
      long began = System.nanoTime();
      Verification.Report report =
          jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, verification::verify);
      record(jdbi, report);
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
  }

  private static Optional<Sealer> sealer(Settings settings, Jdbi jdbi) throws BadStart {
    try {
      Optional<MasterKey> key =
          switch (settings.masterKey()) {
            case Settings.MasterKeySource.Made(var file) ->
                Files.exists(file) ? Optional.of(MasterKey.fromFile(file)) : Optional.empty();
            case Settings.MasterKeySource.Given(var file) -> Optional.of(MasterKey.fromFile(file));
            case Settings.MasterKeySource.Text(var text) -> Optional.of(MasterKey.fromText(text));
          };
      var random = new SecureRandom();
      return key.map(master -> new Sealer(new PostgresKeyVault(jdbi, master, random), random));
    } catch (MasterKey.Unfit e) {
      throw BadStart.because(e);
    }
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

  private Map<String, String> flags() {
    var flags = new HashMap<String, String>();
    put(flags, "data", data);
    put(flags, "database-url", databaseUrl);
    put(flags, "database-user", databaseUser);
    put(flags, "database-password-file", databasePasswordFile);
    put(flags, "master-key-file", masterKeyFile);
    return flags;
  }

  private static void put(Map<String, String> flags, String name, @Nullable String value) {
    if (value != null) flags.put(name, value);
  }
}
