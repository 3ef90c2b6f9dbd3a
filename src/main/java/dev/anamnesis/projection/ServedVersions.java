package dev.anamnesis.projection;

import com.github.benmanes.caffeine.cache.Cache;
import dev.anamnesis.eventstore.Caches;
import dev.anamnesis.eventstore.StreamId;
import java.util.Optional;

/**
 * Versions served lately. A version never changes once it is written, so that several servers may
 * each keep their own.
 */
public final class ServedVersions {

  private record Key(StreamId stream, int version) {}

  private final Cache<Key, Version> versions;

  /**
   * @param bytes about how much memory they may take; 0 for none
   */
  public ServedVersions(long bytes) {
    this.versions =
        Caches.cache()
            .maximumWeight(bytes)
            .weigher((Key key, Version version) -> weight(version))
            .build();
  }

  private static int weight(Version version) {
    return 400 + version.json().map(String::length).orElse(0);
  }

  Optional<Version> find(StreamId stream, int version) {
    return Optional.ofNullable(versions.getIfPresent(new Key(stream, version)));
  }

  /** Only what can be read is kept: a deletion costs nothing to open. */
  void keep(Version version) {
    switch (version.content()) {
      case Version.Content.Resource(String json) ->
          versions.put(new Key(version.recorded().stream(), version.recorded().version()), version);
      case Version.Content.Deleted() -> {}
      case Version.Content.Erased() -> {}
    }
  }
}
