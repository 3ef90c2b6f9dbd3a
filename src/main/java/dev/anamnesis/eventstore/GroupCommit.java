package dev.anamnesis.eventstore;

import dev.anamnesis.eventstore.seal.KeyVault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Gathers concurrent appends into one transaction. While a batch is being flushed the next one
 * fills; a lone append starts at once. Nothing is answered before it is flushed.
 */
final class GroupCommit implements AutoCloseable {

  private static final int MOST = 128;
  private static final int WAITING = 4096;

  private final Jdbi jdbi;
  private final BatchWriter writer;
  private final Preparation preparation;
  private final KeyVault vault;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;
  private Optional<Handle> connection = Optional.empty();
  private volatile boolean closed;

  GroupCommit(Jdbi jdbi, BatchWriter writer, Preparation preparation, KeyVault vault) {
    this.jdbi = jdbi;
    this.writer = writer;
    this.preparation = preparation;
    this.vault = vault;
    this.thread = Thread.ofPlatform().name("log-writer").start(this::run);
  }

  Appended append(Pending pending) {
    try {
      if (closed || !queue.offer(pending, 10, TimeUnit.SECONDS)) {
        throw new StoreUnavailable("the log takes no more commits just now", null);
      }
      return pending.answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable(
          "the wait for the log was interrupted: the outcome is not known", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailable unavailable) throw unavailable;
      throw new StoreUnavailable("the log could not be written", e.getCause());
    }
  }

  private void run() {
    var batch = new ArrayList<Pending>(MOST);
    while (!closed || !queue.isEmpty()) {
      try {
        Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          release();
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, MOST - 1);
        write(batch);
      } catch (InterruptedException e) {
        closed = true;
      } finally {
        batch.clear();
      }
    }
    release();
  }

  /** A batch that fails before its commit is written one by one, so that only the culprit fails. */
  private void write(List<Pending> batch) {
    try {
      transaction(batch);
    } catch (BeforeCommit e) {
      if (batch.size() == 1) {
        batch.getFirst().answer.completeExceptionally(e.getCause());
      } else {
        for (Pending pending : batch) write(List.of(pending));
      }
    } catch (RuntimeException e) {
      var unknown =
          new StoreUnavailable(
              "the database was lost during a commit: the outcome is not known", e);
      for (Pending pending : batch) pending.answer.completeExceptionally(unknown);
    }
  }

  private void transaction(List<Pending> pendings) {
    Batch batch;
    boolean done = false;
    Handle handle = connection();
    try {
      try {
        handle.begin();
        batch = writer.write(handle, pendings);
      } catch (BatchWriter.KeysLost e) {
        handle.rollback();
        done = true;
        vault.forget(e.subjects);
        for (Pending pending : pendings) {
          pending.prepared = pending.prepared.stream().map(preparation::again).toList();
        }
        transaction(pendings);
        return;
      } catch (RuntimeException e) {
        undo(handle);
        throw new BeforeCommit(e);
      }
      handle.commit();
      done = true;
    } finally {
      if (!done) release();
    }
    writer.confirmed(batch);
    batch.results.forEach((pending, appended) -> pending.answer.complete(appended));
  }

  /** One and the same while appends come: its plans and caches are warm. */
  private Handle connection() {
    try {
      Handle held = connection.orElseGet(jdbi::open);
      connection = Optional.of(held);
      return held;
    } catch (RuntimeException e) {
      throw new BeforeCommit(e);
    }
  }

  /** Where the connection is lost the database does it by itself. */
  private static void undo(Handle handle) {
    try {
      handle.rollback();
    } catch (RuntimeException e) {
      // told by what made it necessary
    }
  }

  private void release() {
    Optional<Handle> held = connection;
    connection = Optional.empty();
    try {
      held.ifPresent(Handle::close);
    } catch (RuntimeException e) {
      // it was lost: the pool makes another
    }
  }

  /** Nothing was stored. */
  private static final class BeforeCommit extends RuntimeException {
    BeforeCommit(RuntimeException cause) {
      super(cause);
    }
  }

  /** Writes what waits, then stops. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
