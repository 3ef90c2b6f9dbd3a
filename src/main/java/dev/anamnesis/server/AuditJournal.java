package dev.anamnesis.server;

import dev.anamnesis.audit.AccessLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of the audit journal, held by this server alone for as long as it runs. */
record AuditJournal(Optional<Path> folder, Optional<DataLock> lock) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AuditJournal.class);
  private static final String OPTION = "--audit-journal";

  /** What was left there has its place. */
  static AuditJournal open(Settings settings, Jdbi jdbi, InstantSource clock) throws BadStart {
    Optional<Path> folder = settings.auditJournal();
    if (folder.isEmpty()) return new AuditJournal(folder, Optional.empty());
    var held = new AuditJournal(folder, Optional.of(DataLock.take(folder.get(), OPTION)));
    try {
      if (!settle(folder.get(), jdbi, clock)) {
        LOG.error("{} holds damaged files of an audit journal: records are missing", folder.get());
      }
      return held;
    } catch (BadStart | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /**
   * Puts in its place what waits in the database, and in the journal of a server that is not up.
   *
   * @return whether all of it could be read
   */
  static boolean settle(Settings settings, Jdbi jdbi, InstantSource clock)
      throws BadStart, IOException {
    if (settings.auditJournal().isPresent()) {
      Path folder = settings.auditJournal().get();
      Optional<DataLock> lock = DataLock.taken(folder, OPTION);
      if (lock.isPresent()) {
        try (var held = lock.get()) {
          return settle(folder, jdbi, clock);
        }
      }
    }
    AccessLog.settle(jdbi, clock);
    return true;
  }

  private static boolean settle(Path folder, Jdbi jdbi, InstantSource clock) throws BadStart {
    try {
      return AccessLog.settle(jdbi, clock, folder);
    } catch (AccessLog.OtherDatabase e) {
      throw new BadStart(
          "The audit journal in %s is of another database: serve that one with it, or give another %s."
              .formatted(folder, OPTION));
    } catch (IOException e) {
      throw new BadStart(
          "The audit journal in %s cannot be read: look at its rights.".formatted(folder));
    }
  }

  @Override
  public void close() {
    try {
      if (lock.isPresent()) lock.get().close();
    } catch (IOException e) {
      LOG.warn("the audit journal's folder was not left cleanly");
    }
  }
}
