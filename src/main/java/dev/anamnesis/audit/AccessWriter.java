package dev.anamnesis.audit;

import dev.anamnesis.eventstore.StoreUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers records of concurrent requests into one flush. A lone one starts at once; after one of
 * several the next waits a moment for as many, as each costs processor time however few it takes
 * along.
 */
final class AccessWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessWriter.class);
  private static final int MOST = 256;
  private static final int MOST_BUFFERED = 2048;
  private static final int MOST_WAITING = 8192;
  private static final long GATHERED_NANOS = 400_000;
  private static final long BUFFERED_NANOS = 50_000_000;

  private record Waiting(List<Line> entries, CompletableFuture<Void> durable) {}

  private final AuditMode mode;
  private final Consumer<List<Line>> flush;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Thread thread;

  /** So many are waited for. */
  private int wanted = 1;

  private boolean closed;

  /**
   * Starts its thread.
   *
   * @param flush returns when they are durable
   */
  AccessWriter(AuditMode mode, Consumer<List<Line>> flush) {
    this.mode = mode;
    this.flush = flush;
    this.thread = Thread.ofPlatform().name("access-writer").start(this::run);
  }

  void write(List<Line> entries) {
    var waiting = new Waiting(entries, new CompletableFuture<>());
    try {
      offer(waiting);
      if (mode == AuditMode.STRICT) waiting.durable().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("the wait for the access log was interrupted", e);
    } catch (ExecutionException e) {
      throw new StoreUnavailable("the access log could not be written", e.getCause());
    }
  }

  private void offer(Waiting waiting) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(10);
      while (!closed && queue.size() >= MOST_WAITING && left > 0) left = room.awaitNanos(left);
      if (closed || left <= 0) {
        throw new StoreUnavailable("the access log takes no more records just now", null);
      }
      queue.add(waiting);
      if (queue.size() == wanted) ready.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    int last = 1;
    for (List<Waiting> batch = next(last); !batch.isEmpty(); batch = next(last)) {
      flush(batch);
      last = batch.size();
    }
  }

  /**
   * Empty when there is nothing more to come.
   *
   * @param last how many were flushed together last
   */
  private List<Waiting> next(int last) {
    boolean buffered = mode == AuditMode.BUFFERED;
    lock.lock();
    try {
      await(1, Long.MAX_VALUE);
      await(buffered ? MOST_BUFFERED : last, buffered ? BUFFERED_NANOS : GATHERED_NANOS);
      int most = Math.min(queue.size(), buffered ? MOST_BUFFERED : MOST);
      var batch = new ArrayList<Waiting>(most);
      for (int at = 0; at < most; at++) batch.add(queue.remove());
      room.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void await(int many, long nanos) {
    wanted = many;
    long left = nanos;
    while (!closed && queue.size() < many && left > 0) {
      try {
        left = ready.awaitNanos(left);
      } catch (InterruptedException e) {
        // Nobody stops this thread but close, which needs no interrupt.
        LOG.warn("the access log's writer was interrupted");
      }
    }
  }

  private void flush(List<Waiting> batch) {
    var entries = new ArrayList<Line>(batch.size());
    for (Waiting waiting : batch) entries.addAll(waiting.entries());
    try {
      flush.accept(entries);
      for (Waiting waiting : batch) waiting.durable().complete(null);
    } catch (RuntimeException | Error e) {
      // Whoever waits is told, and the thread goes on: else all would wait for ever.
      if (mode == AuditMode.BUFFERED) LOG.error("{} access records were lost", entries.size());
      for (Waiting waiting : batch) waiting.durable().completeExceptionally(e);
    }
  }

  /** Writes what waits, then stops. */
  @Override
  public void close() {
    lock.lock();
    closed = true;
    ready.signalAll();
    lock.unlock();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
