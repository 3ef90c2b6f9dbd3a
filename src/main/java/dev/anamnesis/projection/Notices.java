package dev.anamnesis.projection;

import com.github.benmanes.caffeine.cache.Cache;
import dev.anamnesis.eventstore.Caches;
import java.util.Optional;

/** What was noticed while a commit was written, kept until its author is answered. */
public final class Notices {

  private static final long MOST = 10_000;

  private final Cache<Long, String> duplicates = Caches.cache().maximumSize(MOST).build();
  private final Cache<Long, String> missing = Caches.cache().maximumSize(MOST).build();

  /** The commit at this position orders again what this resource orders already. */
  void duplicate(long position, String reference) {
    duplicates.put(position, reference);
  }

  /** The commit at this position points at this resource, which is not there. */
  void missing(long position, String reference) {
    missing.put(position, reference);
  }

  /** Nothing was noticed of the commit at this position. */
  void none(long position) {
    duplicates.invalidate(position);
    missing.invalidate(position);
  }

  /** A resource that the commit at this position points at and that is not there. */
  public Optional<String> missing(long position) {
    return Optional.ofNullable(missing.getIfPresent(position));
  }

  /** The active order that the commit at this position doubles. */
  public Optional<String> duplicate(long position) {
    return Optional.ofNullable(duplicates.getIfPresent(position));
  }
}
