package dev.anamnesis.eventstore;

import org.jdbi.v3.core.Handle;

/**
 * The log's lock, for what must not have a commit come between: held until the transaction ends.
 */
public final class LogLock {

  private LogLock() {}

  public static void hold(Handle transaction) {
    transaction
        .createQuery("select pg_advisory_xact_lock(:log)::text")
        .bind("log", BatchWriter.LOG_LOCK)
        .mapTo(String.class)
        .list();
  }
}
