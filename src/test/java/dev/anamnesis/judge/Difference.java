package dev.anamnesis.judge;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One of us accepts what the other refuses.
 *
 * @param rules what the one that refuses names
 */
record Difference(Mutant mutant, Whose whose, Set<String> rules) {

  enum Whose {
    OURS("ours"),
    HAPI("HAPI's");

    private final String word;

    Whose(String word) {
      this.word = word;
    }
  }

  static Optional<Difference> of(Mutant mutant) {
    Set<String> ours = Ours.against(mutant.type(), mutant.json());
    Set<String> theirs = Hapi.shared().against(mutant.json(), !ours.isEmpty());
    if (ours.isEmpty() == theirs.isEmpty()) return Optional.empty();
    return Optional.of(
        ours.isEmpty()
            ? new Difference(mutant, Whose.HAPI, theirs)
            : new Difference(mutant, Whose.OURS, ours));
  }

  /** As the list of the decided ones has them. */
  Set<String> keys() {
    var keys = new TreeSet<String>();
    rules.forEach(rule -> keys.add(rule + " | " + whose.word));
    return keys;
  }

  String line() {
    return mutant.number() + "\t" + mutant.example() + "\t" + mutant.change() + "\t" + keys();
  }
}
