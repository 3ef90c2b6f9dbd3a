package dev.anamnesis.audit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what comes in in its place: soon, as larger batches cost less a record. */
final class Placing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Placing.class);

  /** What has come is placed after this time, or once there are so many. */
  private static final long GATHERED_NANOS = 100_000_000;

  private static final int ENOUGH = 2_000;

  /** More than this is placed before more is taken. */
  private static final int MOST = 50_000;

  private static final long IDLE_NANOS = 1_000_000_000;

  private final Settling settling;

  /** At least one until it was looked once: a server that was killed may have left some. */
  private final AtomicInteger waiting = new AtomicInteger(1);

  private final Thread thread;
  private volatile boolean closed;

  Placing(Settling settling) {
    this.settling = settling;
    this.thread = Thread.ofPlatform().name("access-placing").start(this::run);
  }

  /** So many records more are durable. */
  void added(int lines) {
    int all = waiting.addAndGet(lines);
    boolean first = all == lines;
    boolean enough = all >= ENOUGH && all - lines < ENOUGH;
    if (first || enough) LockSupport.unpark(thread);
  }

  /** Where too much waits it is placed first; throws where it cannot be. */
  void makeRoom() {
    if (waiting.get() > MOST) settle();
  }

  /** When it returns, all that was durable before has its place. */
  void settle() {
    int before = waiting.getAndSet(0);
    try {
      settling.settle();
    } catch (RuntimeException e) {
      waiting.addAndGet(before);
      throw e;
    }
  }

  private void run() {
    while (!closed) {
      if (waiting.get() == 0) {
        LockSupport.parkNanos(this, IDLE_NANOS);
      } else {
        gather();
        tried();
      }
    }
  }

  private void gather() {
    long until = System.nanoTime() + GATHERED_NANOS;
    while (waiting.get() < ENOUGH && !closed) {
      long left = until - System.nanoTime();
      if (left <= 0) return;
      LockSupport.parkNanos(this, left);
    }
  }

  private void tried() {
    try {
      settle();
    } catch (RuntimeException e) {
      LOG.warn("access records wait for their place ({})", e.getClass().getSimpleName());
      LockSupport.parkNanos(this, IDLE_NANOS);
    }
  }

  /** What waits then stays durable, and is placed at the next start. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tried();
  }
}
