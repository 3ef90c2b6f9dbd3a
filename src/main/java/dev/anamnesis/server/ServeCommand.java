package dev.anamnesis.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code anamnesis serve}. */
@Command(
    name = "serve",
    description = "Serves FHIR until it is told to stop.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Option(names = "--host", description = "Address to listen on (ANAMNESIS_HOST; 127.0.0.1).")
  private @Nullable String host;

  @Option(names = "--port", description = "Port, 0 for any (ANAMNESIS_PORT; 8080).")
  private @Nullable String port;

  @Option(names = "--data", description = "Where data is kept (ANAMNESIS_DATA; ./data).")
  private @Nullable String data;

  @Option(
      names = "--database-url",
      description = "A PostgreSQL 15+ instead of the embedded one (ANAMNESIS_DATABASE_URL).")
  private @Nullable String databaseUrl;

  @Option(names = "--database-user", description = "Its user (ANAMNESIS_DATABASE_USER).")
  private @Nullable String databaseUser;

  @Option(
      names = "--database-password-file",
      description =
          "A file with its password (ANAMNESIS_DATABASE_PASSWORD_FILE, or ANAMNESIS_DATABASE_PASSWORD).")
  private @Nullable String databasePasswordFile;

  @Option(
      names = "--master-key-file",
      description =
          "A file with 32 random bytes in base64, mode 0600 (ANAMNESIS_MASTER_KEY_FILE, or ANAMNESIS_MASTER_KEY).")
  private @Nullable String masterKeyFile;

  @Option(
      names = "--base-url",
      description = "The public base of links (ANAMNESIS_BASE_URL; taken from each request).")
  private @Nullable String baseUrl;

  @Option(
      names = "--max-body",
      description = "Largest request body in bytes (ANAMNESIS_MAX_BODY; 16777216).")
  private @Nullable String maxBody;

  @Option(
      names = "--audit",
      description =
          "strict: a read is answered once its audit record is durable; buffered: a crash may lose 200 ms of records; off (ANAMNESIS_AUDIT; strict).")
  private @Nullable String audit;

  @Option(
      names = "--audit-journal",
      description =
          "A folder of this server alone where audit records are made durable, or the word database (ANAMNESIS_AUDIT_JOURNAL; audit-journal of the data, with --database-url the database).")
  private @Nullable String auditJournal;

  @Option(
      names = "--audit-heads",
      description =
          "Where signed tree heads are kept: best on another disk (ANAMNESIS_AUDIT_HEADS; audit-heads of the data).")
  private @Nullable String auditHeads;

  @Option(
      names = "--booked-once",
      description =
          "Who is never booked twice over the same time: nobody, staff, everyone (ANAMNESIS_BOOKED_ONCE; staff).")
  private @Nullable String bookedOnce;

  @Option(
      names = "--search-parameters",
      description =
          "A folder with SearchParameters of your own, one a file (ANAMNESIS_SEARCH_PARAMETERS; none).")
  private @Nullable String searchParameters;

  @Option(
      names = "--profiles",
      description =
          "A folder with profiles, ValueSets and CodeSystems, or an npm package of them (ANAMNESIS_PROFILES; none).")
  private @Nullable String profiles;

  @Option(
      names = "--profile-validation",
      description =
          "What a write keeps of profiles it declares: off nothing, declared those loaded, strict all (ANAMNESIS_PROFILE_VALIDATION; declared).")
  private @Nullable String profileValidation;

  @Option(
      names = "--cors-origin",
      description =
          "Origins whose pages may use this server, by commas (ANAMNESIS_CORS_ORIGIN; none).")
  private @Nullable String corsOrigin;

  @Option(
      names = "--approval-by",
      description =
          "Who may approve a draft prescription: anyone, another (ANAMNESIS_APPROVAL_BY; anyone).")
  private @Nullable String approvalBy;

  @Option(
      names = "--references",
      description =
          "A reference to a resource that is not there: off, warn, enforce (ANAMNESIS_REFERENCES; off).")
  private @Nullable String references;

  @Option(
      names = "--duplicate-orders",
      description =
          "A second active order for the same medication is allowed, warned, refused (ANAMNESIS_DUPLICATE_ORDERS; warned).")
  private @Nullable String duplicateOrders;

  @Option(
      names = "--no-show-after",
      description =
          "Minutes after its end when a booked appointment becomes noshow, 0 for never (ANAMNESIS_NO_SHOW_AFTER; 0).")
  private @Nullable String noShowAfter;

  @Option(
      names = "--drafts-expire-after",
      description =
          "Minutes after which a draft prescription is cancelled, 0 for never (ANAMNESIS_DRAFTS_EXPIRE_AFTER; 0).")
  private @Nullable String draftsExpireAfter;

  @Option(
      names = "--insecure-public",
      description = "Serve others than this machine although nothing asks who they are.")
  private boolean insecurePublic;

  @Override
  public Integer call() throws InterruptedException {
    App app;
    try {
      app = App.start(new SettingsReader(flags(), System.getenv()).read());
    } catch (BadStart e) {
      e.problems().forEach(System.err::println);
      return 2;
    }
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(app, stopped)));
    System.out.printf(
        "Anamnesis serves %s (data in %s, audit %s). Try: curl %s/metadata%n",
        app.url(),
        data == null ? "./data" : data,
        app.audit().name().toLowerCase(Locale.ROOT),
        app.url());
    stopped.await();
    return 0;
  }

  private static void stop(App app, CountDownLatch stopped) {
    app.close();
    stopped.countDown();
  }

  private Map<String, String> flags() {
    var flags = new HashMap<String, String>();
    put(flags, "host", host);
    put(flags, "port", port);
    put(flags, "data", data);
    put(flags, "database-url", databaseUrl);
    put(flags, "database-user", databaseUser);
    put(flags, "database-password-file", databasePasswordFile);
    put(flags, "master-key-file", masterKeyFile);
    put(flags, "base-url", baseUrl);
    put(flags, "cors-origin", corsOrigin);
    put(flags, "search-parameters", searchParameters);
    put(flags, "profiles", profiles);
    put(flags, "profile-validation", profileValidation);
    put(flags, "max-body", maxBody);
    put(flags, "audit", audit);
    put(flags, "audit-journal", auditJournal);
    put(flags, "audit-heads", auditHeads);
    put(flags, "booked-once", bookedOnce);
    put(flags, "approval-by", approvalBy);
    put(flags, "duplicate-orders", duplicateOrders);
    put(flags, "references", references);
    put(flags, "no-show-after", noShowAfter);
    put(flags, "drafts-expire-after", draftsExpireAfter);
    if (insecurePublic) flags.put("insecure-public", "true");
    return flags;
  }

  private static void put(Map<String, String> flags, String name, @Nullable String value) {
    if (value != null) flags.put(name, value);
  }
}
