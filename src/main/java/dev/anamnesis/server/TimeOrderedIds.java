package dev.anamnesis.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** UUIDs of version 7 (RFC 9562): new ones sort last, so that indexes grow at their end. */
final class TimeOrderedIds implements Supplier<String> {

  private final InstantSource clock;
  private final SecureRandom random;

  TimeOrderedIds(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String get() {
    long high = clock.millis() << 16 | 0x7000 | random.nextInt(0x1000);
    long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
