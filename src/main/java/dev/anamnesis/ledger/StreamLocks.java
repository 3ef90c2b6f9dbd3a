package dev.anamnesis.ledger;

import dev.anamnesis.eventstore.StreamId;
import java.util.List;
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

  /** Always in the same order, so that two groups never wait for each other. */
  Held hold(List<StreamId> streams) {
    int[] needed = streams.stream().mapToInt(StreamLocks::stripe).sorted().distinct().toArray();
    for (int stripe : needed) stripes[stripe].lock();
    return () -> {
      for (int stripe : needed) stripes[stripe].unlock();
    };
  }

  private static int stripe(StreamId stream) {
    return Math.floorMod(stream.hashCode(), STRIPES);
  }

  Held hold(StreamId stream) {
    ReentrantLock lock = stripes[stripe(stream)];
    lock.lock();
    return lock::unlock;
  }
}
