package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads streams from the log. */
final class Streams {

  private final Preparation preparation;

  Streams(Preparation preparation) {
    this.preparation = preparation;
  }

  static Optional<Recorded> last(Handle handle, StreamId stream) {
    return handle
        .createQuery(
            """
            select c.position, c.recorded_at, c.stream, c.version, c.resource_type, c.resource_id, c.method
            from log.streams s
            join log.commits c on c.position = s.position
            where s.resource_type = :type
              and s.resource_id = :id
            """)
        .bind("type", stream.type())
        .bind("id", stream.id())
        .map((row, context) -> Rows.recorded(row))
        .findOne();
  }

  /** The last one at the instant or before. */
  static Optional<Recorded> last(Handle handle, StreamId stream, Instant at) {
    return handle
        .createQuery(
            """
            select c.position, c.recorded_at, c.stream, c.version, c.resource_type, c.resource_id, c.method
            from log.streams s
            join log.commits c on c.stream = s.stream and c.position between s.stream and s.position
            where s.resource_type = :type
              and s.resource_id = :id
              and c.recorded_at <= :at
            order by c.version desc
            limit 1
            """)
        .bind("type", stream.type())
        .bind("id", stream.id())
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .map((row, context) -> Rows.recorded(row))
        .findOne();
  }

  /** The stream up to this commit. */
  Loaded loaded(Handle handle, Recorded last) {
    Snapshot snapshot = snapshot(handle, last);
    var events = new ArrayList<Event>();
    handle
        .createQuery(
            """
            select version, payload
            from log.commits
            where stream = :stream
              and version > :snapshot
              and version <= :last
              and position between :born and :position
            order by version
            """)
        .bind("stream", last.born())
        .bind("born", last.born())
        .bind("snapshot", snapshot.version())
        .bind("last", last.version())
        .bind("position", last.position())
        .map(
            (row, context) ->
                preparation.events(last.stream(), row.getInt("version"), row.getBytes("payload")))
        .forEach(events::addAll);
    return new Loaded(snapshot.state(), events, Optional.of(last));
  }

  private record Snapshot(int version, Existence state) {}

  private Snapshot snapshot(Handle handle, Recorded last) {
    if (last.version() < Preparation.SNAPSHOT_EVERY) return new Snapshot(0, new Existence.Absent());
    return handle
        .createQuery(
            """
            select version, state
            from log.snapshots
            where stream = :stream
              and version <= :last
            """)
        .bind("stream", last.born())
        .bind("last", last.version())
        .map(
            (row, context) -> {
              int version = row.getInt("version");
              return new Snapshot(
                  version, preparation.snapshot(last.stream(), version, row.getBytes("state")));
            })
        .findOne()
        .orElse(new Snapshot(0, new Existence.Absent()));
  }
}
