package dev.anamnesis.projection;

import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.projection.Together.Allowed;
import dev.anamnesis.projection.Together.Taken;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** As the tables have it. */
record BookedNow() implements Booked {

  /** Those of up to a day are found by their start, the few longer ones by their end. */
  @Override
  public List<Taken> taken(Handle handle, Set<String> actors, Span span, Instant now) {
    return handle
        .createQuery(
            """
                select actor, appointment, starts, ends
                from read.bookings
                where actor = any(:actors)
                  and starts >= :dayBefore
                  and starts < :end
                  and ends > :start
                  and ends - starts <= interval '24 hours'
                  and taken
                  and (until is null or until > :now)
                union all
                select actor, appointment, starts, ends
                from read.bookings
                where actor = any(:actors)
                  and starts < :end
                  and ends > :start
                  and ends - starts > interval '24 hours'
                  and taken
                  and (until is null or until > :now)
                order by 3, 2
                limit :most
                """)
        .bind("actors", actors.toArray(String[]::new))
        .bind("dayBefore", time(span.start().minusSeconds(86_400)))
        .bind("start", time(span.start()))
        .bind("end", time(span.end()))
        .bind("now", time(now))
        .bind("most", MOST)
        .map(
            (row, context) ->
                new Taken(
                    row.getString("actor"),
                    row.getString("appointment"),
                    new Span(
                        row.getObject("starts", OffsetDateTime.class).toInstant(),
                        row.getObject("ends", OffsetDateTime.class).toInstant())))
        .list();
  }

  private static OffsetDateTime time(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  @Override
  public List<Allowed> allowed(Handle handle, Set<String> actors, Set<String> but) {
    return handle
        .createQuery(
            """
            select actor, max(capacity) as capacity
            from read.calendars
            where actor = any(:actors)
              and not schedule = any(:but)
            group by actor
            """)
        .bind("actors", actors.toArray(String[]::new))
        .bind("but", but.toArray(String[]::new))
        .map((row, context) -> new Allowed(row.getString("actor"), row.getInt("capacity")))
        .list();
  }
}
