package dev.anamnesis.projection;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** From instants to positions of the log. */
public final class Moments {

  private Moments() {}

  /** The last position recorded at the instant or before; 0 for none. */
  public static long position(Handle handle, Instant instant) {
    return handle
        .createQuery(
            """
            select position
            from read.versions
            where recorded_at <= :instant
            order by recorded_at desc, position desc
            limit 1
            """)
        .bind("instant", OffsetDateTime.ofInstant(instant, ZoneOffset.UTC))
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }
}
