package dev.anamnesis.audit;

import dev.anamnesis.eventstore.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers records of concurrent requests into one flush. While one is on its way the next fills; a
 * lone one starts at once, unless buffered ones are waited for, and unless the last flush had
 * company: then as much is waited for, for a moment that costs less than a flush more.
 */
final class AccessWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessWriter.class);
  private static final int MOST = 256;
  private static final int WAITING = 8192;
  private static final long GATHERED_MILLIS = 50;

  /** How long the first of a flush waits at most where others were with the last one. */
  private static final long COMPANY_MICROS = 300;

  private record Waiting(List<Line> entries, CompletableFuture<Void> durable) {}

  private final Jdbi jdbi;
  private final AccessTable table;
  private final AuditMode mode;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;
  private volatile boolean closed;

  AccessWriter(Jdbi jdbi, AccessTable table, AuditMode mode) {
    this.jdbi = jdbi;
    this.table = table;
    this.mode = mode;
    this.thread = Thread.ofPlatform().name("access-writer").start(this::run);
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
    var batch = new ArrayList<Waiting>(MOST);
    int company = 1;
    while (!closed || !queue.isEmpty()) {
      try {
        Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) continue;
        if (mode == AuditMode.BUFFERED && !closed) TimeUnit.MILLISECONDS.sleep(GATHERED_MILLIS);
        batch.add(first);
        queue.drainTo(batch, MOST - 1);
        if (mode == AuditMode.STRICT) await(batch, company);
        company = batch.size();
        flush(batch);
      } catch (InterruptedException e) {
        closed = true;
      } finally {
        batch.clear();
      }
    }
  }

  private void await(List<Waiting> batch, int company) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(COMPANY_MICROS);
    while (batch.size() < company) {
      Waiting next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) return;
      batch.add(next);
      queue.drainTo(batch, MOST - batch.size());
    }
  }

  private void flush(List<Waiting> batch) {
    var entries = new ArrayList<Line>(batch.size());
    for (Waiting waiting : batch) entries.addAll(waiting.entries());
    try {
      append(entries);
      for (Waiting waiting : batch) waiting.durable().complete(null);
    } catch (RuntimeException e) {
      if (mode == AuditMode.BUFFERED) LOG.error("{} access records were lost", entries.size());
      for (Waiting waiting : batch) waiting.durable().completeExceptionally(e);
    }
  }

  private void append(List<Line> entries) {
    try (Handle handle = jdbi.open()) {
      table.flush(handle, entries);
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
