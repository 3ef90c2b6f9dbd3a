package dev.anamnesis.process;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.eventstore.ErasedStream;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.projection.Deadline;
import dev.anamnesis.projection.Deadline.Kind;
import dev.anamnesis.projection.Deadlines;
import dev.anamnesis.projection.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does what is due, a step at a time. Keeps nothing that matters in memory. */
public final class Processes {

  /** What a rule refuses is looked at again after this long: a person may have made it possible. */
  private static final Duration PARKED = Duration.ofMinutes(5);

  private final Step step;
  private final Deadlines deadlines;
  private final Periods periods;
  private final AfterDeath afterDeath;
  private final Map<Long, Instant> parked = new HashMap<>();

  public Processes(Ledger ledger, Deadlines deadlines, Resources resources, Periods periods) {
    this.step = new Step(ledger);
    this.deadlines = deadlines;
    this.periods = periods;
    this.afterDeath = new AfterDeath(step, ledger, deadlines, resources);
  }

  /** Does one thing that is due by now; false when there is none. */
  public boolean step(Instant now) {
    parked.values().removeIf(until -> !until.isAfter(now));
    for (Kind kind : Kind.values()) {
      Optional<Instant> by = by(kind, now);
      if (by.isEmpty()) continue;
      Optional<Deadline> due = deadlines.due(kind, by.get(), Set.copyOf(parked.keySet()));
      if (due.isPresent()) {
        if (tried(due.get(), now) == Step.End.REFUSED) {
          parked.put(due.get().born(), now.plus(PARKED));
        }
        return true;
      }
    }
    return false;
  }

  /** What was due by then is to be done now; empty where it is never done. */
  private Optional<Instant> by(Kind kind, Instant now) {
    return switch (kind) {
      case HOLD, TASK -> Optional.of(now);
      case NO_SHOW -> periods.noShow().map(now::minus);
      case DRAFT -> periods.draft().map(now::minus);
    };
  }

  /** What was erased cannot be moved any more. */
  private Step.End tried(Deadline due, Instant now) {
    try {
      return carryOut(due, now);
    } catch (ErasedStream e) {
      return Step.End.REFUSED;
    }
  }

  private Step.End carryOut(Deadline due, Instant now) {
    Optional<Step.Seen> found =
        step.see(due.stream()).filter(seen -> seen.version() == due.version());
    if (found.isEmpty()) return Step.End.MOVED;
    Step.Seen seen = found.get();
    Elements is = seen.elements();
    return switch (due.kind()) {
      case HOLD ->
          change(
              seen,
              Changes.status(
                  is, "cancelled", "cancelationReason", Changes.words("The hold has ended.")));
      case NO_SHOW ->
          change(
              seen,
              Changes.status(is, "noshow", "cancelationReason", Changes.words("Nobody came.")));
      case DRAFT ->
          change(
              seen,
              Changes.status(
                  is, "cancelled", "statusReason", Changes.words("Nobody approved it in time.")));
      case TASK -> afterDeath.next(seen, now);
    };
  }

  private Step.End change(Step.Seen seen, Elements next) {
    return step.write(List.of(seen.to(next)));
  }
}
