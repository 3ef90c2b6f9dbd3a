package dev.anamnesis.projection.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The numbers that a column may have: known ones, and ones that the database is asked for, in the
 * same statement where that is to be whole, before it where their number matters to its plan.
 */
final class Among {

  private final List<Long> known;
  private final Optional<Asked> asked;
  private Optional<List<Long>> all;

  /**
   * @param answer asks the database
   * @param select writes the same as a select
   */
  private record Asked(Supplier<List<Long>> answer, Consumer<Writing> select) {}

  private Among(List<Long> known, Optional<Asked> asked) {
    this.known = List.copyOf(known);
    this.asked = asked;
    this.all = asked.isPresent() ? Optional.empty() : Optional.of(this.known);
  }

  static Among of(List<Long> known) {
    return new Among(known, Optional.empty());
  }

  /** Others, too. */
  static Among of(List<Long> known, Supplier<List<Long>> answer, Consumer<Writing> select) {
    return new Among(known, Optional.of(new Asked(answer, select)));
  }

  /** Nothing is known, and nobody to be asked. */
  boolean isNone() {
    return known.isEmpty() && asked.isEmpty();
  }

  boolean isOne() {
    return all().size() == 1;
  }

  private List<Long> all() {
    if (all.isEmpty()) {
      var found = new ArrayList<>(known);
      found.addAll(asked.orElseThrow().answer().get());
      all = Optional.of(List.copyOf(found));
    }
    return all.get();
  }

  void write(Writing w, String column) {
    if (asked.isEmpty() || !w.isWhole()) {
      Fits.equal(w, column, all());
      return;
    }
    w.add(column + " = any(").sql.values(known).add("::bigint[] || array(");
    asked.get().select().accept(w);
    w.add("))");
  }
}
