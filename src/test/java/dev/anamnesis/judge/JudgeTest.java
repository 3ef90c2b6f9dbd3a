package dev.anamnesis.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Mutants of R4's examples are judged as HAPI's parser and validator judge them, or the difference
 * is decided: a sample here, a hundred thousand in {@link JudgeLong}.
 */
class JudgeTest {

  private static final int SAMPLE = 1_500;

  @Test
  void what_one_accepts_and_the_other_refuses_is_listed_with_a_reason() throws IOException {
    var bases = Bases.small();
    List<String> lines = new ArrayList<>();
    int accepted = 0;
    for (long number = 0; number < SAMPLE; number++) {
      Mutant mutant = bases.mutant(number);
      if (Ours.against(mutant.type(), mutant.json()).isEmpty()) accepted++;
      Difference.of(mutant).map(Difference::line).ifPresent(lines::add);
    }
    assertThat(Decided.open(lines)).isEmpty();
    // Neither refuses all there is.
    assertThat(accepted).isBetween(SAMPLE / 10, SAMPLE / 2);
    assertThat(lines).isNotEmpty();
  }

  @Test
  void the_same_number_gives_the_same_mutant_and_numbers_differ() {
    var seen = new TreeMap<String, Integer>();
    var bases = Bases.small();
    for (long number = 0; number < 500; number++) {
      Mutant mutant = bases.mutant(number);
      assertThat(mutant).isEqualTo(bases.mutant(number));
      seen.merge(mutant.change(), 1, Integer::sum);
    }
    assertThat(seen).hasSizeGreaterThan(10);
  }
}
