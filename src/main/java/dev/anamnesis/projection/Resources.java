package dev.anamnesis.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads current resources and single versions. A version never changes once it is written, so those
 * served lately are kept in memory; which one is current is asked of the database each time, so
 * that several servers may write.
 */
public final class Resources {

  private record Key(StreamId stream, int version) {}

  private final Jdbi jdbi;
  private final VersionRows rows;
  private final Cache<Key, Version> served;

  /**
   * @param cacheBytes about how much memory served versions may take
   */
  public Resources(Jdbi jdbi, ResourceTypes types, Sealer sealer, long cacheBytes) {
    this.jdbi = jdbi;
    this.rows = new VersionRows(types, sealer);
    this.served =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((Key key, Version version) -> weight(version))
            .build();
  }

  private static int weight(Version version) {
    return 400 + version.json().map(String::length).orElse(0);
  }

  /** The current version; it may be a deletion. Empty when there never was one. */
  public Optional<Version> current(StreamId stream) {
    return jdbi.withHandle(
        handle -> head(handle, stream).flatMap(version -> version(handle, stream, version)));
  }

  /** One version; it may be a deletion. */
  public Optional<Version> version(StreamId stream, int version) {
    Version known = served.getIfPresent(new Key(stream, version));
    if (known != null) return Optional.of(known);
    return jdbi.withHandle(handle -> version(handle, stream, version));
  }

  private static Optional<Integer> head(Handle handle, StreamId stream) {
    return handle
        .createQuery(
            """
            select version
            from log.streams
            where resource_type = :type
              and resource_id = :id
            """)
        .bind("type", stream.type())
        .bind("id", stream.id())
        .mapTo(Integer.class)
        .findOne();
  }

  private Optional<Version> version(Handle handle, StreamId stream, int version) {
    var key = new Key(stream, version);
    Version known = served.getIfPresent(key);
    if (known != null) return Optional.of(known);
    Optional<Version> read =
        handle
            .createQuery(VERSION)
            .bind("type", stream.type())
            .bind("id", stream.id())
            .bind("version", version)
            .map((row, context) -> rows.stored(row))
            .findOne()
            .map(rows::opened);
    read.filter(found -> found.content() instanceof Version.Content.Resource)
        .ifPresent(found -> served.put(key, found));
    return read;
  }

  private static final String VERSION =
      """
      select %s
      from log.streams s
      join read.versions v on v.stream = s.stream and v.version = :version
      where s.resource_type = :type
        and s.resource_id = :id
      """
          .formatted(VersionRows.COLUMNS);
}
