package dev.anamnesis.projection;

import com.github.benmanes.caffeine.cache.Cache;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Caches;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.StreamId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/**
 * Which version of a resource is current, remembered by the only server of a database. A resource
 * that is being written is asked of the database; before the write is answered the new version
 * stands here, so that no read after it is stale.
 */
public final class Currents implements CommitListener {

  private static final int STRIPES = 1 << 12;

  private final boolean isOnly;
  private final Cache<StreamId, Integer> versions;

  /** Odd while one of a stripe's resources is written; raised with each step. */
  private final AtomicLongArray steps = new AtomicLongArray(STRIPES);

  private Optional<Appending> writing = Optional.empty();
  private final Map<StreamId, Integer> written = new LinkedHashMap<>();

  /**
   * @param isOnly no other server writes to the database; else nothing is remembered
   * @param most how many to remember
   */
  public Currents(boolean isOnly, long most) {
    this.isOnly = isOnly;
    this.versions = Caches.cache().maximumSize(most).build();
  }

  /**
   * The number of the current version.
   *
   * @param stored asks the database
   */
  Optional<Integer> of(StreamId stream, Supplier<Optional<Integer>> stored) {
    if (!isOnly) return stored.get();
    Integer known = versions.getIfPresent(stream);
    if (known != null) return Optional.of(known);
    int stripe = stripe(stream);
    long step = steps.get(stripe);
    Optional<Integer> found = stored.get();
    if (step % 2 == 0 && found.isPresent()) {
      versions
          .asMap()
          .compute(stream, (s, other) -> steps.get(stripe) == step ? found.get() : other);
    }
    return found;
  }

  private static int stripe(StreamId stream) {
    return stream.hashCode() * 0x9e3779b9 >>> 32 - 12;
  }

  /** Under the log's lock: what an append before this one left unconfirmed has ended. */
  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    if (!isOnly) return;
    if (writing.filter(last -> last == to).isEmpty()) end();
    writing = Optional.of(to);
    for (Entry entry : batch) {
      StreamId stream = entry.recorded().stream();
      if (written.put(stream, entry.recorded().version()) == null) begin(stream);
    }
  }

  private void begin(StreamId stream) {
    int stripe = stripe(stream);
    if (steps.get(stripe) % 2 == 0) steps.incrementAndGet(stripe);
    versions.invalidate(stream);
  }

  @Override
  public void confirmed(Appending to) {
    if (writing.filter(last -> last == to).isEmpty()) return;
    versions.putAll(written);
    end();
  }

  private void end() {
    for (StreamId stream : written.keySet()) {
      int stripe = stripe(stream);
      if (steps.get(stripe) % 2 == 1) steps.incrementAndGet(stripe);
    }
    written.clear();
    writing = Optional.empty();
  }
}
