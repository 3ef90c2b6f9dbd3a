package dev.anamnesis.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A hundred thousand mutants (or {@code -Danamnesis.mutants=}), by hand. It goes on where it was
 * stopped: what differs is kept in {@code target/judge.tsv}, how far it came in {@code
 * target/judge.next}; both are to be removed to begin anew.
 */
final class JudgeLong {

  static final Path FOUND = Path.of("target", "judge.tsv");

  private static final Path NEXT = Path.of("target", "judge.next");
  private static final int AT_ONCE = 250;

  private JudgeLong() {}

  public static void main(String[] arguments) throws IOException {
    long all = Long.getLong("anamnesis.mutants", 100_000);
    var bases = Bases.large();
    long next = Files.exists(NEXT) ? Long.parseLong(Files.readString(NEXT).strip()) : 0;
    while (next < all) {
      long end = Math.min(all, next + AT_ONCE);
      List<String> lines = new ArrayList<>();
      for (long number = next; number < end; number++) {
        Difference.of(bases.mutant(number)).map(Difference::line).ifPresent(lines::add);
      }
      Files.write(FOUND, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Files.writeString(NEXT, String.valueOf(end));
      next = end;
      System.out.printf("%,d of %,d%n", next, all);
    }
    List<String> still = again(bases, Files.readAllLines(FOUND));
    Files.write(FOUND, still);
    System.out.printf("%,d differ%n", still.size());
    for (String open : Decided.open(still)) System.out.println(open);
  }

  /** What was found may have been put right since. */
  private static List<String> again(Bases bases, List<String> lines) {
    return lines.stream()
        .map(line -> Long.parseLong(line.substring(0, line.indexOf('\t'))))
        .distinct()
        .flatMap(number -> Difference.of(bases.mutant(number)).stream())
        .map(Difference::line)
        .toList();
  }
}
