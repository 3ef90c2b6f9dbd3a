package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Refusal;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a group was decided on besides its own streams, such as a search that found nothing. Asked
 * again under the log's lock, so that no other commit comes between the answer and the group.
 */
public interface Guard {

  /** Whether the commit could change the answer; when in doubt, true. */
  boolean concerns(Commit commit);

  /** Whether what was decided on still holds, as the transaction sees the projections. */
  boolean holds(Handle transaction);

  /**
   * Asked in the same transaction where it does not hold: the rule that is broken, or empty where
   * only a race was lost and it should be decided again.
   */
  default Optional<Refusal> refusal(Handle transaction) {
    return Optional.empty();
  }
}
