package dev.anamnesis.projection;

import dev.anamnesis.domain.scheduling.Span;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Finds time that can be booked. */
public final class FreeSlots {

  private final Jdbi jdbi;

  public FreeSlots(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @param actors whose calendar it is
   */
  public record Free(String slot, Span span, List<String> actors) {
    public Free {
      actors = List.copyOf(actors);
    }
  }

  /**
   * Free slots whose actors are free too, soonest first. Who may be booked several times at once is
   * free until that often at some moment of the slot.
   *
   * @param actors each of them must be in the slot's schedule; none for any schedule
   * @param within the slots lie in it
   * @param now holds that ended by then stand against nothing
   */
  public List<Free> find(Set<String> actors, Span within, Instant now, int most) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select s.slot, s.starts, s.ends,
                      (select array_agg(k.actor order by k.actor) from read.calendars k where k.schedule = s.schedule) as actors
                    from read.slots s
                    where s.free
                      and s.starts >= :start
                      and s.starts < :end
                      and s.ends <= :end
                      and s.schedule in (
                        select k.schedule
                        from read.calendars k
                        where :any or k.actor = any(:actors)
                        group by k.schedule
                        having :any or count(*) = :count)
                      and not exists (
                        select 1
                        from read.calendars k
                        join read.bookings b on b.actor = k.actor
                        where k.schedule = s.schedule
                          and b.taken
                          and b.starts < s.ends
                          and b.ends > s.starts
                          and (b.until is null or b.until > :now)
                          and k.capacity <= (
                            select count(*)
                            from read.bookings o
                            where o.actor = k.actor
                              and o.taken
                              and o.starts <= greatest(b.starts, s.starts)
                              and o.ends > greatest(b.starts, s.starts)
                              and (o.until is null or o.until > :now)))
                    order by s.starts, s.slot
                    limit :most
                    """)
                .bind("actors", actors.toArray(String[]::new))
                .bind("any", actors.isEmpty())
                .bind("count", actors.size())
                .bind("start", OffsetDateTime.ofInstant(within.start(), ZoneOffset.UTC))
                .bind("end", OffsetDateTime.ofInstant(within.end(), ZoneOffset.UTC))
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Free(
                            row.getString("slot"),
                            new Span(
                                row.getObject("starts", OffsetDateTime.class).toInstant(),
                                row.getObject("ends", OffsetDateTime.class).toInstant()),
                            List.of((String[]) row.getArray("actors").getArray())))
                .list());
  }
}
