package dev.anamnesis.r4.validate;

import dev.anamnesis.r4.path.Environment;
import dev.anamnesis.r4.path.FhirPath;
import dev.anamnesis.r4.path.FhirPath.Verdict;
import dev.anamnesis.r4.path.Item;
import java.util.Set;

/** A constraint of severity error, as a definition states it. */
record Invariant(String key, FhirPath path, String words) {

  private static final Environment WORLD =
      new Environment() {
        /** The largest body there may be has some millions of elements. */
        @Override
        public int steps() {
          return 100_000_000;
        }
      };

  /**
   * Empty is no violation of these: they compare what may be of unlike exactness or unit, or ask
   * something of a member that may be missing.
   */
  private static final Set<String> OPEN =
      Set.of("per-1", "mdd-1", "rng-2", "inv-1", "tim-4", "tim-5", "ref-1", "bdl-8", "ras-2");

  static Invariant of(String key, String expression, String words) {
    return new Invariant(key, FhirPath.parse(expression), words);
  }

  /** Those asked of nearly everything, or that FHIRPath leaves to the server, are done by hand. */
  boolean isBroken(Item item) {
    return switch (key) {
      case "ele-1" -> !ByHand.saysMoreThanAnId(item);
      case "dom-2", "dom-4", "dom-5" -> ByHand.contains(item) && isFalse(item);
      case "dom-3" -> ByHand.contains(item) && !Contained.allAreReferredTo(item);
      case "txt-1" -> !item.text().map(Xhtml::isFormatting).orElse(true);
      case "txt-2" -> !item.text().map(Xhtml::saysSomething).orElse(true);
      default -> isFalse(item);
    };
  }

  private boolean isFalse(Item item) {
    Verdict verdict = verdict(item);
    return verdict == Verdict.FALSE || verdict == Verdict.UNKNOWN && !OPEN.contains(key);
  }

  /** What cannot be evaluated is as unknown as what is empty. */
  private Verdict verdict(Item item) {
    try {
      return path.holds(item, WORLD);
    } catch (FhirPath.Failed e) {
      return Verdict.UNKNOWN;
    }
  }
}
