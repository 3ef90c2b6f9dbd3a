package dev.anamnesis.r4.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every search parameter's expression and every invariant of R4 finds the same with HAPI's engine
 * and with ours. By default of each type the first few examples that are not large; all of them
 * with {@code -Danamnesis.all-examples=true}.
 */
class FhirPathAgainstHapiTest {

  private static final Path LISTED = Path.of("src/test/resources/fhirpath-differences.txt");
  private static final int OF_A_TYPE = 5;
  private static final int LARGE = 100_000;

  private static List<Path> examples() throws IOException {
    if (Boolean.getBoolean("anamnesis.all-examples")) return Examples.resources();
    Map<String, Integer> taken = new HashMap<>();
    var some = new ArrayList<Path>();
    for (Path file : Examples.resources()) {
      String name = file.getFileName().toString();
      if (Files.size(file) > LARGE) continue;
      if (taken.merge(name.substring(0, name.indexOf('-')), 1, Integer::sum) <= OF_A_TYPE) {
        some.add(file);
      }
    }
    return some;
  }

  /** Expressions that differ, with the reason why ours is right. */
  private static Map<String, String> listed() throws IOException {
    var listed = new TreeMap<String, String>();
    for (String line : Files.readAllLines(LISTED)) {
      if (line.startsWith("#") || line.isBlank()) continue;
      int cut = line.lastIndexOf(" ## ");
      assertThat(cut).as(line).isPositive();
      listed.put(line.substring(0, cut), line.substring(cut + 4));
    }
    return listed;
  }

  @Test
  void both_engines_find_the_same_but_where_it_is_listed_with_a_reason() throws IOException {
    var comparison = new Comparison(new Everything());
    for (Path file : examples()) comparison.resource(file);
    assertThat(comparison.searches).isGreaterThan(4000);
    assertThat(comparison.invariants).isGreaterThan(20_000);
    var unlisted = new TreeMap<>(comparison.differences);
    unlisted.keySet().removeAll(listed().keySet());
    assertThat(unlisted).isEmpty();
  }
}
