package dev.anamnesis.projection.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/**
 * Where the log was at an instant. Instants rise with positions, so that once something later is
 * recorded it stays so, and is remembered: who looks back looks at one instant again and again.
 */
final class PastPositions {

  private static final int MOST = 10_000;

  private final Cache<Instant, Long> settled = Caffeine.newBuilder().maximumSize(MOST).build();

  private record Found(long position, boolean settled) {}

  /** The last one recorded at the instant or before; 0 for none. */
  long at(Handle handle, Instant instant) {
    Long known = settled.getIfPresent(instant);
    if (known != null) return known;
    Found found = look(handle, instant);
    if (found.settled()) settled.put(instant, found.position());
    return found.position();
  }

  private static Found look(Handle handle, Instant instant) {
    return handle
        .createQuery(
            """
            select
              coalesce((
                select position from read.versions
                where recorded_at <= :instant
                order by recorded_at desc, position desc
                limit 1
              ), 0) as position,
              coalesce((
                select recorded_at from read.versions
                order by position desc
                limit 1
              ) > :instant, false) as settled
            """)
        .bind("instant", OffsetDateTime.ofInstant(instant, ZoneOffset.UTC))
        .map((row, context) -> new Found(row.getLong("position"), row.getBoolean("settled")))
        .one();
  }
}
