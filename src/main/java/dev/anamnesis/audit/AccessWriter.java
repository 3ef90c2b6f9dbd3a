package dev.anamnesis.audit;

import dev.anamnesis.eventstore.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers records of concurrent requests into one flush. While some are on their way the next
 * gather; a lone one starts at once, unless buffered ones are waited for.
 */
final class AccessWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessWriter.class);
  private static final int MOST = 256;
  private static final int MOST_BUFFERED = 2048;
  private static final int WAITING = 8192;
  private static final long GATHERED_MILLIS = 50;

  private record Waiting(List<Line> entries, CompletableFuture<Void> durable) {}

  private final AuditMode mode;
  private final Consumer<List<Line>> flush;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * Starts its threads.
   *
   * @param together how many flushes may be on their way at once
   * @param flush returns when they are durable
   */
  AccessWriter(AuditMode mode, int together, Consumer<List<Line>> flush) {
    this.mode = mode;
    this.flush = flush;
    for (int at = 0; at < together; at++) {
      threads.add(Thread.ofPlatform().name("access-writer-" + at).start(this::run));
    }
  }

  void write(List<Line> entries) {
    var waiting = new Waiting(entries, new CompletableFuture<>());
    try {
      if (closed || !queue.offer(waiting, 10, TimeUnit.SECONDS)) {
        throw new StoreUnavailable("the access log takes no more records just now", null);
      }
      if (mode == AuditMode.STRICT) waiting.durable().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("the wait for the access log was interrupted", e);
    } catch (ExecutionException e) {
      throw new StoreUnavailable("the access log could not be written", e.getCause());
    }
  }

  private void run() {
    boolean buffered = mode == AuditMode.BUFFERED;
    int most = buffered ? MOST_BUFFERED : MOST;
    var batch = new ArrayList<Waiting>(most);
    while (!closed || !queue.isEmpty()) {
      try {
        Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) continue;
        if (buffered && !closed && queue.size() < most)
          TimeUnit.MILLISECONDS.sleep(GATHERED_MILLIS);
        batch.add(first);
        queue.drainTo(batch, most - 1);
        flush(batch);
      } catch (InterruptedException e) {
        closed = true;
      } finally {
        batch.clear();
      }
    }
  }

  private void flush(List<Waiting> batch) {
    var entries = new ArrayList<Line>(batch.size());
    for (Waiting waiting : batch) entries.addAll(waiting.entries());
    try {
      flush.accept(entries);
      for (Waiting waiting : batch) waiting.durable().complete(null);
    } catch (RuntimeException e) {
      if (mode == AuditMode.BUFFERED) LOG.error("{} access records were lost", entries.size());
      for (Waiting waiting : batch) waiting.durable().completeExceptionally(e);
    }
  }

  /** Writes what waits, then stops. */
  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
