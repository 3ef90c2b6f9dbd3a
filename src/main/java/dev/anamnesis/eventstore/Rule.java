package dev.anamnesis.eventstore;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A guard that a group's commit at this index must keep. */
public record Rule(int index, Guard guard) {

  /** The first that does not hold. */
  static Optional<Appended.Refused> broken(List<Rule> rules, Handle handle) {
    for (Rule rule : rules) {
      if (rule.guard().holds(handle)) continue;
      var refusal = rule.guard().refusal(handle);
      if (refusal.isPresent())
        return Optional.of(new Appended.Refused(rule.index(), refusal.get()));
    }
    return Optional.empty();
  }
}
