package dev.anamnesis.eventstore;

import com.github.benmanes.caffeine.cache.Caffeine;

/** Caches of this program. */
public final class Caches {

  private Caches() {}

  /**
   * One that tidies itself on the thread that uses it: to hand that over woke two threads a write.
   */
  public static Caffeine<Object, Object> cache() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
