package dev.anamnesis.projection.search;

import com.github.benmanes.caffeine.cache.Cache;
import dev.anamnesis.eventstore.Caches;
import dev.anamnesis.projection.Moments;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Where the log was at an instant. Instants rise with positions, so that once something later is
 * recorded it stays so, and is remembered: who looks back looks at one instant again and again.
 */
final class PastPositions {

  private static final int MOST = 10_000;

  private final Cache<Instant, Long> settled = Caches.cache().maximumSize(MOST).build();

  /** The last one recorded at the instant or before; 0 for none. */
  long at(Handle handle, Instant instant) {
    Long known = settled.getIfPresent(instant);
    if (known != null) return known;
    Moments.Moment moment = Moments.at(handle, instant);
    if (moment.settled()) settled.put(instant, moment.position());
    return moment.position();
  }
}
