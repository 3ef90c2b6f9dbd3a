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

/** Where tree heads are kept: beside the database, under the data directory. */
final class AuditHeads {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private AuditHeads() {}

  static HeadWriter open(Path data, Jdbi jdbi, InstantSource clock) throws BadStart {
    try {
      Files.createDirectories(data);
      HeadKey key = HeadKey.fromFileOrNew(data.resolve("audit.key"));
      return new HeadWriter(jdbi, key, folder(data), clock, INTERVAL);
    } catch (IOException e) {
      throw new BadStart(
          "The audit key or the tree heads under %s cannot be used: look at the rights of the data directory."
              .formatted(data));
    }
  }

  static HeadFolder folder(Path data) {
    return new HeadFolder(data.resolve("audit-heads"));
  }
}
