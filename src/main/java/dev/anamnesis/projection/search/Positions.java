package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Instants;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;

/** Positions of the log and the instants they were recorded at. */
final class Positions {

  private Positions() {}

  /** 0 for an empty log. */
  static long last(Handle handle) {
    return handle
        .createQuery("select coalesce(max(position), 0) from read.versions")
        .mapTo(Long.class)
        .one();
  }

  /** Microseconds since 1970 of the last position, or of this one. */
  static long micros(Handle handle, long position) {
    return handle
        .createQuery(
            """
            select recorded_at
            from read.versions
            where position <= :position
            order by position desc
            limit 1
            """)
        .bind("position", position)
        .map((row, context) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .findOne()
        .map(Instants::micros)
        .orElse(0L);
  }
}
