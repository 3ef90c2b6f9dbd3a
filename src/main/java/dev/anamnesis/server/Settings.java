package dev.anamnesis.server;

import dev.anamnesis.audit.AuditMode;
import dev.anamnesis.eventstore.seal.MasterKey;
import dev.anamnesis.fhir.profile.ProfileRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How this server runs.
 *
 * @param port 0 for any free one
 * @param data where the embedded PostgreSQL and the master key live
 * @param database an external PostgreSQL; empty for the embedded one
 * @param baseUrl the public base of links; empty to take it from each request
 * @param maxBody bytes of a request body, after decompression
 * @param corsOrigins whose pages may use this server from a browser; empty for none
 * @param auditJournal where audit records are durable before they have their place; empty for the
 *     database
 * @param auditHeads where signed tree heads are kept; best on another disk than the database
 * @param searchParameters a folder with SearchParameters of one's own
 * @param profiles what resources may have to keep besides R4; empty for nothing
 */
public record Settings(
    String host,
    int port,
    Path data,
    Optional<Database> database,
    MasterKeySource masterKey,
    Optional<String> baseUrl,
    int maxBody,
    AuditMode audit,
    Optional<Path> auditJournal,
    Path auditHeads,
    Rules rules,
    List<String> corsOrigins,
    Optional<Path> searchParameters,
    Optional<ProfileSource> profiles) {

  public Settings {
    corsOrigins = List.copyOf(corsOrigins);
  }

  /**
   * Profiles of one's own.
   *
   * @param files a folder, or one npm package
   */
  public record ProfileSource(Path files, ProfileRule rule) {}

  /** An external database. */
  public record Database(String url, Optional<String> user, Optional<String> password) {
    /** Never the password. */
    @Override
    public String toString() {
      return "Database";
    }
  }

  /** Where the master key comes from. */
  public sealed interface MasterKeySource {

    /** The key, which must be there. */
    default MasterKey read() throws BadStart {
      try {
        return switch (this) {
          case Made(var file) -> MasterKey.fromFile(file);
          case Given(var file) -> MasterKey.fromFile(file);
          case Text(var base64) -> MasterKey.fromText(base64);
        };
      } catch (MasterKey.Unfit e) {
        throw BadStart.because(e);
      }
    }

    /** A file that is made at first start. */
    record Made(Path file) implements MasterKeySource {}

    record Given(Path file) implements MasterKeySource {}

    /** From the environment, base64. */
    record Text(String base64) implements MasterKeySource {
      @Override
      public String toString() {
        return "Text";
      }
    }
  }
}
