package dev.anamnesis.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Caches;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import java.util.Optional;

/** Folded states kept in memory. They may be behind another server; the append finds that out. */
final class States {

  /** A stream's fold and its last commit. */
  record State(Existence existence, Optional<Recorded> last) {
    int version() {
      return last.map(Recorded::version).orElse(0);
    }
  }

  private final Cache<StreamId, State> cache;

  States(long bytes) {
    this.cache =
        Caches.cache()
            .maximumWeight(bytes)
            .weigher((StreamId stream, State state) -> weight(stream, state))
            .build();
  }

  Optional<State> of(StreamId stream) {
    return Optional.ofNullable(cache.getIfPresent(stream));
  }

  void put(State state, StreamId stream) {
    if (state.last().isPresent()) cache.put(stream, state);
  }

  private static int weight(StreamId stream, State state) {
    return 400 + weight(state.existence().last());
  }

  private static int weight(Elements elements) {
    int weight = 0;
    for (var member : elements.members().entrySet()) weight += 150 + member.getValue().length();
    return weight;
  }
}
