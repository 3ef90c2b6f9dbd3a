package dev.anamnesis.projection;

import dev.anamnesis.eventstore.StoreUnavailable;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads current resources and single versions. Which version is current is asked of the database
 * each time where several servers may write.
 */
public final class Resources {

  private static final String HEAD =
      """
      select version
      from log.streams
      where resource_type = ?
        and resource_id = ?
      """;

  private static final String VERSION =
      """
      select %s
      from log.streams s
      join read.versions v on v.stream = s.stream and v.version = :version
      where s.resource_type = :type
        and s.resource_id = :id
      """
          .formatted(VersionRows.COLUMNS);

  private static final String AT_POSITION =
      """
      select %s
      from log.streams s
      join read.versions v on v.stream = s.stream and v.position <= :position
      where s.resource_type = :type
        and s.resource_id = :id
      order by v.position desc
      limit 1
      """
          .formatted(VersionRows.COLUMNS);

  /** By position, not by instant: of a resource with many versions no other one is looked at. */
  private static final String AT =
      """
      select %s
      from log.streams s
      cross join lateral (
        select *
        from read.versions v
        where v.stream = s.stream
          and v.position <= (
            select p.position
            from read.versions p
            where p.recorded_at <= ?
            order by p.recorded_at desc, p.position desc
            limit 1
          )
        order by v.position desc
        limit 1
      ) v
      where s.resource_type = ?
        and s.resource_id = ?
      """
          .formatted(VersionRows.COLUMNS);

  /** So many of the last versions are looked for among those served lately. */
  private static final int LATELY = 8;

  private final Jdbi jdbi;
  private final VersionRows rows;
  private final ServedVersions served;
  private final Currents currents;

  /** What was recorded later is not there; empty for all there is. */
  private final Optional<Instant> until;

  public Resources(
      Jdbi jdbi, ResourceTypes types, Sealer sealer, ServedVersions served, Currents currents) {
    this(jdbi, new VersionRows(types, sealer, served), served, currents, Optional.empty());
  }

  private Resources(
      Jdbi jdbi,
      VersionRows rows,
      ServedVersions served,
      Currents currents,
      Optional<Instant> until) {
    this.jdbi = jdbi;
    this.rows = rows;
    this.served = served;
    this.currents = currents;
    this.until = until;
  }

  /** The same as they were at an instant. */
  public Resources asOf(Instant instant) {
    return new Resources(jdbi, rows, served, currents, Optional.of(earlier(instant)));
  }

  private Instant earlier(Instant instant) {
    return until.filter(instant::isAfter).orElse(instant);
  }

  private boolean isThere(Version version) {
    return until.filter(version.recorded().recordedAt()::isAfter).isEmpty();
  }

  /** The current version; it may be a deletion. Empty when there never was one. */
  public Optional<Version> current(StreamId stream) {
    if (until.isPresent()) return at(stream, until.get());
    return currents
        .of(stream, () -> jdbi.withHandle(handle -> head(handle, stream)))
        .flatMap(version -> version(stream, version));
  }

  /** One version; it may be a deletion. */
  public Optional<Version> version(StreamId stream, int version) {
    return served
        .find(stream, version)
        .or(() -> jdbi.withHandle(handle -> version(handle, stream, version)))
        .filter(this::isThere);
  }

  /** The version that was current at the instant; it may be a deletion. Empty before the first. */
  public Optional<Version> at(StreamId stream, Instant instant) {
    Instant then = earlier(instant);
    return remembered(stream, then)
        .or(() -> jdbi.withHandle(handle -> at(handle, stream, then)).map(rows::opened));
  }

  /** Where the last versions were served lately, the one that was current then. */
  private Optional<Version> remembered(StreamId stream, Instant then) {
    int last = currents.of(stream, Optional::empty).orElse(0);
    for (int number = last; number > Math.max(0, last - LATELY); number--) {
      Optional<Version> version = served.find(stream, number);
      if (version.isEmpty()) return version;
      if (!version.get().recorded().recordedAt().isAfter(then)) return version;
    }
    return Optional.empty();
  }

  private Optional<VersionRows.Stored> at(Handle handle, StreamId stream, Instant then) {
    try (var query = handle.getConnection().prepareStatement(AT)) {
      query.setObject(1, OffsetDateTime.ofInstant(then, ZoneOffset.UTC));
      query.setString(2, stream.type());
      query.setString(3, stream.id());
      try (var row = query.executeQuery()) {
        return row.next() ? Optional.of(rows.stored(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("the database does not answer", e);
    }
  }

  /** The version that was current at the position; it may be a deletion. Empty before the first. */
  public Optional<Version> at(StreamId stream, long position) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(AT_POSITION)
                .bind("type", stream.type())
                .bind("id", stream.id())
                .bind("position", position)
                .map((row, context) -> rows.stored(row))
                .findOne()
                .map(rows::opened));
  }

  /** The one query of every read: by the driver itself, at half the cost. */
  private static Optional<Integer> head(Handle handle, StreamId stream) {
    try (var query = handle.getConnection().prepareStatement(HEAD)) {
      query.setString(1, stream.type());
      query.setString(2, stream.id());
      try (var row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("the database does not answer", e);
    }
  }

  private Optional<Version> version(Handle handle, StreamId stream, int version) {
    return served
        .find(stream, version)
        .or(
            () ->
                handle
                    .createQuery(VERSION)
                    .bind("type", stream.type())
                    .bind("id", stream.id())
                    .bind("version", version)
                    .map((row, context) -> rows.stored(row))
                    .findOne()
                    .map(rows::opened));
  }
}
