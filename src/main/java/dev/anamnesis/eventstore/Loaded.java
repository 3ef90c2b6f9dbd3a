package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import java.util.List;
import java.util.Optional;

/** A stream: a snapshot's state, the events since, and its last commit. */
public record Loaded(Existence snapshot, List<Event> since, Optional<Recorded> last) {
  public Loaded {
    since = List.copyOf(since);
  }

  /** 0 where the stream has no commit. */
  public int version() {
    return last.map(Recorded::version).orElse(0);
  }
}
