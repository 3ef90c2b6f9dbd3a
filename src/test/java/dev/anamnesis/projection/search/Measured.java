package dev.anamnesis.projection.search;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Asks the same in several ways, in turn, and tells what each costs. */
record Measured(Cpu cpu, int warm, int rounds) {

  private static final int BLOCKS = 3;

  /** From everywhere, not from one end. */
  private static final int STRIDE = 7_919;

  /**
   * Prints a line of a table: what was found, then p50, p95 and CPU of each way.
   *
   * @param ways each asks for the n-th and tells how much it found
   */
  void line(String name, List<IntToLongFunction> ways) {
    int size = rounds / BLOCKS;
    var nanos = new long[ways.size()][size * BLOCKS];
    var used = new double[ways.size()];
    var found = new long[ways.size()];
    for (IntToLongFunction way : ways) {
      for (int n = 0; n < warm; n++) way.applyAsLong(n * STRIDE);
    }
    for (int block = 0; block < BLOCKS; block++) {
      for (int way = 0; way < ways.size(); way++) {
        double before = cpu.millis();
        for (int n = block * size; n < (block + 1) * size; n++) {
          long start = System.nanoTime();
          found[way] += ways.get(way).applyAsLong(n * STRIDE + 11);
          nanos[way][n] = System.nanoTime() - start;
        }
        used[way] += cpu.millis() - before;
      }
    }
    int all = size * BLOCKS;
    var line = new StringBuilder("| " + name + " |");
    for (int way = 0; way < ways.size(); way++) {
      Arrays.sort(nanos[way]);
      line.append(
          " %.1f | %.2f | %.2f | %.2f |"
              .formatted(
                  found[way] / (double) all,
                  nanos[way][all / 2] / 1e6,
                  nanos[way][all * 95 / 100] / 1e6,
                  used[way] / all));
    }
    System.out.println(line);
  }
}
