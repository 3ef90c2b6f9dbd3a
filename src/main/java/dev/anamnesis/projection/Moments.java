package dev.anamnesis.projection;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** From instants to positions of the log. */
public final class Moments {

  private Moments() {}

  /**
   * Where the log was at an instant.
   *
   * @param position the last one recorded then or before; 0 for none
   * @param settled whether something later is recorded: then it stays so
   */
  public record Moment(long position, boolean settled) {}

  /** By the last version alone it is told whether something is later. */
  public static Moment at(Handle handle, Instant instant) {
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
        .map((row, context) -> new Moment(row.getLong("position"), row.getBoolean("settled")))
        .one();
  }
}
