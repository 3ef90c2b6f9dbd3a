package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.VersionRows.Stored;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Versions between two places, inclusive; a place is a position, or a version within one instance.
 */
sealed interface LogSpan {

  /** The place of the newest version; 0 where there is none. */
  long highest();

  /**
   * The place of the first version at or after the instant; beyond the highest where there is none.
   */
  long firstSince(Instant since);

  long count(long lowest, long highest);

  List<Stored> newestFirst(long lowest, long highest, int limit, VersionRows rows);

  List<Stored> oldestFirst(long lowest, long highest, int limit, VersionRows rows);

  long place(Recorded recorded);

  /** The whole log. */
  record OfSystem(Handle handle) implements LogSpan {

    @Override
    public long highest() {
      return number(handle.createQuery("select max(position) from read.versions"));
    }

    @Override
    public long firstSince(Instant since) {
      return positionSince(handle, since);
    }

    @Override
    public long count(long lowest, long highest) {
      return number(
          handle
              .createQuery(
                  """
                  select
                    (select system_seq from read.versions where position <= :highest order by position desc limit 1)
                    - (select system_seq from read.versions where position >= :lowest order by position limit 1) + 1
                  """)
              .bind("lowest", lowest)
              .bind("highest", highest));
    }

    @Override
    public List<Stored> newestFirst(long lowest, long highest, int limit, VersionRows rows) {
      return page("desc", lowest, highest, limit, rows);
    }

    @Override
    public List<Stored> oldestFirst(long lowest, long highest, int limit, VersionRows rows) {
      return page("asc", lowest, highest, limit, rows);
    }

    private List<Stored> page(
        String order, long lowest, long highest, int limit, VersionRows rows) {
      return handle
          .createQuery(
              """
              select %s
              from read.versions v
              where v.position between :lowest and :highest
              order by v.position %s
              limit :limit
              """
                  .formatted(VersionRows.COLUMNS, order))
          .bind("lowest", lowest)
          .bind("highest", highest)
          .bind("limit", limit)
          .map((row, context) -> rows.stored(row))
          .list();
    }

    @Override
    public long place(Recorded recorded) {
      return recorded.position();
    }
  }

  /**
   * The versions of some types; each type's own index is walked, so a rare type costs no scan: type
   * and position are compared as one, which no other index can serve.
   */
  record OfTypes(Handle handle, List<Integer> types) implements LogSpan {

    @Override
    public long highest() {
      return number(handle.createQuery("select max(position) from read.versions"));
    }

    @Override
    public long firstSince(Instant since) {
      return positionSince(handle, since);
    }

    @Override
    public long count(long lowest, long highest) {
      return number(
          handle
              .createQuery(
                  """
                  select sum(
                    (select v.type_seq from read.versions v
                     where (v.type, v.position) >= (t.code, :lowest)
                       and (v.type, v.position) <= (t.code, :highest)
                     order by v.type desc, v.position desc limit 1)
                    - (select v.type_seq from read.versions v
                       where (v.type, v.position) >= (t.code, :lowest)
                         and (v.type, v.position) <= (t.code, :highest)
                       order by v.type, v.position limit 1) + 1)
                  from unnest(:types::smallint[]) as t (code)
                  """)
              .bind("types", Columns.ints(types, Integer::intValue))
              .bind("lowest", lowest)
              .bind("highest", highest));
    }

    @Override
    public List<Stored> newestFirst(long lowest, long highest, int limit, VersionRows rows) {
      return page("desc", lowest, highest, limit, rows);
    }

    @Override
    public List<Stored> oldestFirst(long lowest, long highest, int limit, VersionRows rows) {
      return page("asc", lowest, highest, limit, rows);
    }

    private List<Stored> page(
        String order, long lowest, long highest, int limit, VersionRows rows) {
      return handle
          .createQuery(
              """
              select v.*
              from unnest(:types::smallint[]) as t (code)
              cross join lateral (
                select %s
                from read.versions v
                where (v.type, v.position) >= (t.code, :lowest)
                  and (v.type, v.position) <= (t.code, :highest)
                order by v.type %s, v.position %s
                limit :limit
              ) v
              order by v.position %s
              limit :limit
              """
                  .formatted(VersionRows.COLUMNS, order, order, order))
          .bind("types", Columns.ints(types, Integer::intValue))
          .bind("lowest", lowest)
          .bind("highest", highest)
          .bind("limit", limit)
          .map((row, context) -> rows.stored(row))
          .list();
    }

    @Override
    public long place(Recorded recorded) {
      return recorded.position();
    }
  }

  /** The versions of one resource: dense from 1, so places are versions. */
  record OfInstance(Handle handle, long born, long highest) implements LogSpan {

    static Optional<OfInstance> find(Handle handle, StreamId stream) {
      return handle
          .createQuery(
              """
              select stream, version
              from log.streams
              where resource_type = :type
                and resource_id = :id
              """)
          .bind("type", stream.type())
          .bind("id", stream.id())
          .map(
              (row, context) ->
                  new OfInstance(handle, row.getLong("stream"), row.getInt("version")))
          .findOne();
    }

    /** By halving: instants rise with versions. */
    @Override
    public long firstSince(Instant since) {
      long low = 1;
      long high = highest + 1;
      while (low < high) {
        long middle = (low + high) / 2;
        if (recordedAt(middle).isBefore(since)) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    private Instant recordedAt(long version) {
      return handle
          .createQuery(
              """
              select recorded_at
              from read.versions
              where stream = :stream
                and version = :version
              """)
          .bind("stream", born)
          .bind("version", (int) version)
          .map((row, context) -> row.getObject("recorded_at", OffsetDateTime.class).toInstant())
          .one();
    }

    boolean isDeletion(long version) {
      return handle
          .createQuery(
              "select status = 204 from read.versions where stream = :stream and version = :version")
          .bind("stream", born)
          .bind("version", (int) version)
          .mapTo(Boolean.class)
          .one();
    }

    @Override
    public long count(long lowest, long highest) {
      return Math.max(0, highest - lowest + 1);
    }

    @Override
    public List<Stored> newestFirst(long lowest, long highest, int limit, VersionRows rows) {
      return page("desc", lowest, highest, limit, rows);
    }

    @Override
    public List<Stored> oldestFirst(long lowest, long highest, int limit, VersionRows rows) {
      return page("asc", lowest, highest, limit, rows);
    }

    private List<Stored> page(
        String order, long lowest, long highest, int limit, VersionRows rows) {
      return handle
          .createQuery(
              """
              select %s
              from read.versions v
              where v.stream = :stream
                and v.version between :lowest and :highest
              order by v.version %s
              limit :limit
              """
                  .formatted(VersionRows.COLUMNS, order))
          .bind("stream", born)
          .bind("lowest", lowest)
          .bind("highest", highest)
          .bind("limit", limit)
          .map((row, context) -> rows.stored(row))
          .list();
    }

    @Override
    public long place(Recorded recorded) {
      return recorded.version();
    }
  }

  static long positionSince(Handle handle, Instant since) {
    long found =
        number(
            handle
                .createQuery(
                    """
                    select position
                    from read.versions
                    where recorded_at >= :since
                    order by recorded_at, position
                    limit 1
                    """)
                .bind("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC)));
    return found == 0 ? Long.MAX_VALUE : found;
  }

  private static long number(Query query) {
    return Math.max(0, query.mapTo(Long.class).findOne().orElse(0L));
  }
}
