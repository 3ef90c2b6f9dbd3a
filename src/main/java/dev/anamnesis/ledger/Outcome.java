package dev.anamnesis.ledger;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import java.util.Optional;

/** How a command ended. */
public sealed interface Outcome {

  /**
   * Durable as a new version.
   *
   * @param created the resource did not exist just before: it is new, or was restored
   */
  record Stored(Recorded recorded, boolean created, Existence after) implements Outcome {}

  /** Nothing to record: the resource is so already; for a delete, there is nothing to delete. */
  record Unchanged(Optional<Recorded> last, Existence state) implements Outcome {}

  /** This very request was carried out before. */
  record Repeated(Recorded first) implements Outcome {}

  /** A domain rule does not allow it. */
  record Refused(Refusal refusal) implements Outcome {}

  /** The caller's version is not the current one. */
  record StaleVersion(StreamId stream, int actual) implements Outcome {}

  /** What the command was decided on besides its stream holds no more: look again. */
  record GuardFailed() implements Outcome {}

  /** The request key was used for something else. */
  record KeyReused() implements Outcome {}
}
