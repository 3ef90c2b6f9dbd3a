package dev.anamnesis.server;

import dev.anamnesis.audit.proof.HeadFolder;
import dev.anamnesis.audit.proof.HeadKey;
import dev.anamnesis.audit.proof.HeadWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/** Tree heads are kept outside the database; the key that signs them lies under the data. */
final class AuditHeads {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private AuditHeads() {}

  static HeadWriter open(Settings settings, Jdbi jdbi, InstantSource clock) throws BadStart {
    try {
      Files.createDirectories(settings.data());
      var folder = new HeadFolder(settings.auditHeads());
      return new HeadWriter(jdbi, HeadKey.fromFileOrNew(key(settings)), folder, clock, INTERVAL);
    } catch (IOException e) {
      throw new BadStart(
          "The audit key under %s or the tree heads under %s (--audit-heads) cannot be used: look at the rights of both directories."
              .formatted(settings.data(), settings.auditHeads()));
    }
  }

  static Path key(Settings settings) {
    return settings.data().resolve("audit.key");
  }
}
