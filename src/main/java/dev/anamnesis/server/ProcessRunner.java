package dev.anamnesis.server;

import dev.anamnesis.process.Processes;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due, as long as the server runs. Several servers may: each step is done once. */
final class ProcessRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessRunner.class);
  private static final long PAUSE_MILLIS = 500;
  private static final long TROUBLE_MILLIS = 5_000;

  private final Processes processes;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  ProcessRunner(Processes processes, InstantSource clock) {
    this.processes = processes;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("processes").start(this::run);
  }

  private void run() {
    try {
      long pause = 0;
      while (!stopping.await(pause, TimeUnit.MILLISECONDS)) pause = step();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long to wait for the next one. */
  private long step() {
    try {
      return processes.step(clock.instant()) ? 0 : PAUSE_MILLIS;
    } catch (RuntimeException e) {
      LOG.warn("what is due could not be done: {}", e.getClass().getSimpleName());
      return TROUBLE_MILLIS;
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
