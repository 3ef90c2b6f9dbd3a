package dev.anamnesis.server;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command that does not serve finds what it looks at. */
final class DataOptions {

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

  @Option(
      names = "--audit-journal",
      description =
          "What a stopped server may have left, or the word database (ANAMNESIS_AUDIT_JOURNAL; audit-journal of the data, with --database-url the database).")
  private @Nullable String auditJournal;

  @Option(
      names = {"--audit-heads", "--heads"},
      description = "Where signed heads are (ANAMNESIS_AUDIT_HEADS; audit-heads of the data).")
  private @Nullable String auditHeads;

  Settings settings() throws BadStart {
    var flags = new HashMap<String, String>();
    put(flags, "data", data);
    put(flags, "database-url", databaseUrl);
    put(flags, "database-user", databaseUser);
    put(flags, "database-password-file", databasePasswordFile);
    put(flags, "master-key-file", masterKeyFile);
    put(flags, "audit-journal", auditJournal);
    put(flags, "audit-heads", auditHeads);
    return new SettingsReader(flags, System.getenv()).read();
  }

  private static void put(Map<String, String> flags, String name, @Nullable String value) {
    if (value != null) flags.put(name, value);
  }
}
