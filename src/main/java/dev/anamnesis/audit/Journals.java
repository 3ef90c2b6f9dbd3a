package dev.anamnesis.audit;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What the database knows of servers' journals: how far each has its place in the chain. */
final class Journals {

  private Journals() {}

  /** A new one. */
  static UUID begin(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("insert into audit.journals default values returning journal")
                .mapTo(UUID.class)
                .one());
  }

  /** The last that was placed, 0 for none; empty where the journal is not of this database. */
  static Optional<Long> placed(Handle handle, UUID journal) {
    return handle
        .createQuery("select placed from audit.journals where journal = :journal")
        .bind("journal", journal)
        .mapTo(Long.class)
        .findOne();
  }

  /** Under the access log's lock, with the places themselves. */
  static void place(Handle transaction, UUID journal, long last) {
    transaction
        .createUpdate("update audit.journals set placed = :last where journal = :journal")
        .bind("last", last)
        .bind("journal", journal)
        .execute();
  }
}
