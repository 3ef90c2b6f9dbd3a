package dev.anamnesis.projection.search;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A search as conditions on rows; codes are looked up, so that what is left is SQL. */
sealed interface Cond {

  /**
   * The resource has a row of this kind that fits.
   *
   * @param rank how many fit, by guess: the lowest is looked up first
   * @param ordered whether an index gives their streams in order, each once
   */
  record Rows(Table table, Fit fit, int rank, BooleanSupplier ordered, Plan plan) implements Cond {
    Rows(Table table, Fit fit, int rank) {
      this(table, fit, rank, () -> false, Plan.ANEW);
    }
  }

  /** How its SQL is planned. */
  enum Plan {
    /** One plan is good for any values. */
    KEPT,
    ANEW
  }

  /** Whether one plan, which begins with the condition of the lowest rank, is good for them all. */
  static boolean areKept(Collection<Cond> conds) {
    return conds.stream().allMatch(Cond::isKept);
  }

  private static boolean isKept(Cond cond) {
    return switch (cond) {
      case Rows rows -> rows.plan() == Plan.KEPT;
      case Not(Cond inner) -> isKept(inner);
      case Any(var conds) -> areKept(conds);
      case All(var conds) -> areKept(conds);
    };
  }

  /** Whether few resources meet one of them, whatever its values. */
  static boolean areFew(Collection<Cond> conds) {
    return conds.stream().anyMatch(c -> c instanceof Rows rows && rows.rank() <= Fits.FEW + 1);
  }

  record Not(Cond cond) implements Cond {}

  record Any(List<Cond> conds) implements Cond {
    public Any {
      conds = List.copyOf(conds);
    }
  }

  record All(List<Cond> conds) implements Cond {
    public All {
      conds = List.copyOf(conds);
    }
  }

  /** Writes the condition on a row of that alias, without its stream. */
  interface Fit {
    void write(Writing writing, String alias);
  }

  enum Table {
    CARDS("cards", "stream, ref, type, present"),
    TOKENS("tokens", "key, stream, system"),
    TEXTS("texts", "source, stream, norm, exact"),
    MOMENTS("moments", "source, low, high, stream, ends"),
    AMOUNTS("amounts", "source, low, high, stream, unit, code, human, ends"),
    LINKS("links", "source, target, stream"),
    /** Every version; conditions on it say themselves which one is current. */
    VERSIONS("", "");

    final String name;
    final String columns;

    Table(String name, String columns) {
      this.name = name;
      this.columns = columns;
    }
  }
}
