package dev.anamnesis.server;

import dev.anamnesis.audit.AuditMode;
import dev.anamnesis.fhir.profile.ProfileRule;
import dev.anamnesis.process.Periods;
import dev.anamnesis.server.Settings.Database;
import dev.anamnesis.server.Settings.MasterKeySource;
import dev.anamnesis.server.Settings.ProfileSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads settings from flags and environment; a flag wins. Finds all that is wrong, not the first.
 */
final class SettingsReader {

  private final Map<String, String> flags;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param flags by long name without hyphens in front, such as {@code database-url}
   */
  SettingsReader(Map<String, String> flags, Map<String, String> environment) {
    this.flags = Map.copyOf(flags);
    this.environment = Map.copyOf(environment);
  }

  Settings read() throws BadStart {
    String host = value("host").orElse("127.0.0.1");
    int port = number("port", 8080, 0, 65_535);
    Path data = Path.of(value("data").orElse("./data"));
    int maxBody = number("max-body", 16 << 20, 1024, 1 << 30);
    Optional<Database> database = database();
    checkHost(host);
    var settings =
        new Settings(
            host,
            port,
            data,
            database,
            masterKey(data, database),
            baseUrl(),
            maxBody,
            audit(),
            auditJournal(data, database),
            value("audit-heads").map(Path::of).orElse(data.resolve("audit-heads")),
            rules(),
            corsOrigins(),
            searchParameters(),
            profiles());
    if (!problems.isEmpty()) throw new BadStart(problems);
    return settings;
  }

  private static String variable(String flag) {
    return "ANAMNESIS_" + flag.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private Optional<String> value(String flag) {
    return Optional.ofNullable(flags.get(flag))
        .or(() -> Optional.ofNullable(environment.get(variable(flag))))
        .filter(text -> !text.isBlank());
  }

  private int number(String flag, int otherwise, int least, int most) {
    Optional<String> text = value(flag);
    if (text.isEmpty()) return otherwise;
    try {
      int number = Integer.parseInt(text.get().strip());
      if (number >= least && number <= most) return number;
    } catch (NumberFormatException e) {
      // told below, as any other number that does not fit
    }
    problems.add("--%s takes a whole number from %d to %d.".formatted(flag, least, most));
    return otherwise;
  }

  private Rules rules() {
    return new Rules(
        choice("booked-once", Rules.DEFAULT.bookedOnce()),
        choice("approval-by", Rules.DEFAULT.approval()),
        choice("duplicate-orders", Rules.DEFAULT.duplicateOrders()),
        choice("references", Rules.DEFAULT.references()),
        new Periods(minutes("no-show-after"), minutes("drafts-expire-after")));
  }

  /** Up to a year; 0 is never. */
  private Optional<Duration> minutes(String flag) {
    int minutes = number(flag, 0, 0, 366 * 24 * 60);
    return minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes));
  }

  /** One of an enum's names, in lower case and with hyphens. */
  private <E extends Enum<E>> E choice(String flag, E otherwise) {
    Optional<String> text = value(flag);
    if (text.isEmpty()) return otherwise;
    var names = new ArrayList<String>();
    for (E each : otherwise.getDeclaringClass().getEnumConstants()) {
      String name = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text.get().strip())) return each;
      names.add(name);
    }
    problems.add("--%s takes one of: %s.".formatted(flag, String.join(", ", names)));
    return otherwise;
  }

  private void checkHost(String host) {
    try {
      boolean open = !InetAddress.getByName(host).isLoopbackAddress();
      boolean meant = value("insecure-public").filter("true"::equals).isPresent();
      if (open && !meant) {
        problems.add(
            "--host %s can be reached by others and nothing asks who they are: use 127.0.0.1, or add --insecure-public if that is meant."
                .formatted(host));
      }
    } catch (UnknownHostException e) {
      problems.add("--host takes a name or an address of this machine.");
    }
  }

  private Optional<Database> database() {
    Optional<String> url = value("database-url");
    if (url.isEmpty()) return Optional.empty();
    if (!url.get().startsWith("jdbc:postgresql://")) {
      problems.add("--database-url takes a URL such as jdbc:postgresql://host:5432/anamnesis.");
    }
    return Optional.of(new Database(url.get(), value("database-user"), password()));
  }

  private Optional<String> password() {
    Optional<String> file = value("database-password-file");
    if (file.isEmpty()) return value("database-password");
    try {
      return Optional.of(Files.readString(Path.of(file.get())).strip());
    } catch (IOException e) {
      problems.add("--database-password-file names a file that cannot be read.");
      return Optional.empty();
    }
  }

  private MasterKeySource masterKey(Path data, Optional<Database> database) {
    Optional<String> file = value("master-key-file");
    Optional<String> text = Optional.ofNullable(environment.get("ANAMNESIS_MASTER_KEY"));
    if (text.isPresent()) return new MasterKeySource.Text(text.get());
    if (file.isPresent()) return new MasterKeySource.Given(Path.of(file.get()));
    if (database.isPresent()) {
      problems.add(
          "With --database-url the master key must be given: --master-key-file, or ANAMNESIS_MASTER_KEY with 32 random bytes in base64.");
    }
    return new MasterKeySource.Made(data.resolve("master.key"));
  }

  private AuditMode audit() {
    String text = value("audit").orElse("strict").strip();
    for (AuditMode mode : AuditMode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) return mode;
    }
    problems.add("--audit takes strict, buffered or off.");
    return AuditMode.STRICT;
  }

  /** A disk that does not outlive its server, as a container's, is none to keep records on. */
  private Optional<Path> auditJournal(Path data, Optional<Database> database) {
    Optional<String> text = value("audit-journal").map(String::strip);
    if (text.isEmpty()) {
      return database.isEmpty() ? Optional.of(data.resolve("audit-journal")) : Optional.empty();
    }
    return text.filter(each -> !each.equals("database")).map(Path::of);
  }

  private Optional<Path> searchParameters() {
    Optional<Path> folder = value("search-parameters").map(Path::of);
    if (folder.isPresent() && !Files.isDirectory(folder.get())) {
      problems.add("--search-parameters names no folder.");
    }
    return folder;
  }

  private Optional<ProfileSource> profiles() {
    ProfileRule rule = choice("profile-validation", ProfileRule.DECLARED);
    Optional<Path> files = value("profiles").map(Path::of);
    if (files.isPresent() && !Files.exists(files.get())) {
      problems.add("--profiles names no folder and no npm package.");
    }
    return files.map(path -> new ProfileSource(path, rule));
  }

  private List<String> corsOrigins() {
    List<String> origins =
        value("cors-origin").stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(String::strip)
            .toList();
    if (!origins.stream().allMatch(origin -> origin.matches("\\*|https?://[^\\s/?#*]+"))) {
      problems.add(
          "--cors-origin takes origins such as https://app.example.org, separated by commas, or *.");
    }
    return origins;
  }

  private Optional<String> baseUrl() {
    Optional<String> url = value("base-url");
    if (url.isPresent() && !url.get().matches("https?://[^\\s?#]+[^/\\s?#]")) {
      problems.add(
          "--base-url takes a URL such as https://fhir.example.org/fhir, without a slash at its end.");
    }
    return url;
  }
}
