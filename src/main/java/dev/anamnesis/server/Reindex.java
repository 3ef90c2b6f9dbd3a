package dev.anamnesis.server;

import dev.anamnesis.projection.search.Definitions;
import dev.anamnesis.projection.search.Definitions.Standing;
import dev.anamnesis.projection.search.Rebuild;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the search rows again where definitions have changed: beside the live server, or before it
 * starts where nobody knows the definitions the rows in use were made by. Of several servers one
 * makes them.
 */
final class Reindex implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reindex.class);
  private static final long PAUSE_MILLIS = 500;
  private static final long TROUBLE_MILLIS = 5_000;

  private final Rebuild rebuild;
  private final Definitions definitions;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile long done;
  private volatile long last;
  private volatile int tenths;

  Reindex(Rebuild rebuild, Definitions definitions, MeterRegistry metrics) {
    this.rebuild = rebuild;
    this.definitions = definitions;
    metrics.gauge("anamnesis_reindex_under_way", this, r -> r.isUnderWay() ? 1 : 0);
    metrics.gauge("anamnesis_reindex_position", this, r -> r.done);
    metrics.gauge("anamnesis_reindex_last_position", this, r -> r.last);
    if (definitions.standing() == Standing.UNKNOWN) first();
    thread = Thread.ofPlatform().daemon().name("re-index").unstarted(this::run);
    if (isUnderWay()) thread.start();
  }

  private boolean isUnderWay() {
    return definitions.standing() != Standing.CURRENT;
  }

  /** Before anything is served. */
  private void first() {
    LOG.info("the search rows are of another version: they are made again before the start");
    await(0, this::once);
  }

  private void run() {
    LOG.info("re-index begun: definitions of search parameters have changed");
    await(0, this::step);
    if (!isUnderWay()) LOG.info("re-index done: the new search parameters can be used");
  }

  private interface Try {
    /** How long to wait for the next one, in milliseconds; less than 0 when done. */
    long pause();
  }

  private void await(long first, Try each) {
    try {
      long pause = first;
      while (pause >= 0 && !stopping.await(pause, TimeUnit.MILLISECONDS)) pause = each.pause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long step() {
    try {
      return once();
    } catch (RuntimeException e) {
      LOG.warn("the re-index stopped and will be tried again: {}", e.getClass().getSimpleName());
      return TROUBLE_MILLIS;
    }
  }

  private long once() {
    last = rebuild.last();
    tenths = 0;
    return rebuild.run(this::progress) ? -1 : PAUSE_MILLIS;
  }

  private boolean progress(long position) {
    done = position;
    int now = last == 0 ? 10 : (int) Math.min(10, 10 * position / last);
    if (now > tenths) LOG.info("re-index: position {} of {}", position, last);
    tenths = now;
    return stopping.getCount() > 0;
  }

  /** A line while it is under way. */
  String remark() {
    return isUnderWay() ? "re-index under way: position %d of %d%n".formatted(done, last) : "";
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
