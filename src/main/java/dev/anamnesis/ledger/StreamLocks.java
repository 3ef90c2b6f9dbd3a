package dev.anamnesis.ledger;

import dev.anamnesis.eventstore.StreamId;
import java.util.concurrent.locks.ReentrantLock;

/** Lets this server's commands on one stream take turns, first come first served: none starves. */
final class StreamLocks {

  private static final int STRIPES = 4096;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  StreamLocks() {
    for (int i = 0; i < STRIPES; i++) stripes[i] = new ReentrantLock(true);
  }

  /** A lock held until closed. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  Held hold(StreamId stream) {
    ReentrantLock lock = stripes[Math.floorMod(stream.hashCode(), STRIPES)];
    lock.lock();
    return lock::unlock;
  }
}
