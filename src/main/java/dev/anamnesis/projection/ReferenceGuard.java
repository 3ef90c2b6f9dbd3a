package dev.anamnesis.projection;

import dev.anamnesis.domain.Refusal;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * All of these resources are there.
 *
 * @param type of the resource that points at them
 * @param at as of that instant; empty for now
 */
record ReferenceGuard(String type, List<StreamId> targets, Optional<Instant> at) implements Guard {

  @Override
  public boolean concerns(Commit commit) {
    return targets.contains(commit.stream());
  }

  @Override
  public boolean holds(Handle transaction) {
    return References.missing(transaction, targets, at).isEmpty();
  }

  @Override
  public Optional<Refusal> refusal(Handle transaction) {
    return References.missing(transaction, targets, at).stream()
        .findFirst()
        .map(
            missing ->
                new Refusal(
                    "reference-to-nothing",
                    "A reference names a " + missing.type() + " that is not here.",
                    type,
                    List.of(
                        "references to resources that are there, or come in the same transaction")));
  }
}
