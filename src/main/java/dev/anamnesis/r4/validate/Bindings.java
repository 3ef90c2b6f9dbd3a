package dev.anamnesis.r4.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code r4/bindings.txt}: value sets, each a line {@code #url} and lines of a system and its
 * codes, then after a bare {@code #} lines of a path and its value set.
 */
final class Bindings {

  private static final String CURRENCIES = "http://hl7.org/fhir/ValueSet/currencies";
  private static final String UNITS = "http://hl7.org/fhir/ValueSet/ucum-units";

  private Bindings() {}

  static Map<String, Codes> read(List<String> lines) {
    var sets = new HashMap<String, Map<String, Set<String>>>();
    var bindings = new HashMap<String, Codes>();
    var codes = new HashMap<String, Codes>();
    String url = "";
    for (String line : lines) {
      if (line.startsWith("#")) {
        url = line.substring(1);
        continue;
      }
      String[] cells = line.split("\t");
      if (url.isEmpty()) {
        bindings.put(cells[0], codes.computeIfAbsent(cells[1], set -> codes(set, sets.get(set))));
      } else {
        sets.computeIfAbsent(url, set -> new HashMap<>())
            .put(cells[0], Set.of(cells[1].split(" ")));
      }
    }
    return bindings;
  }

  private static Codes codes(
      String url, @org.jspecify.annotations.Nullable Map<String, Set<String>> systems) {
    if (systems != null) return Codes.Listed.of(url, systems);
    return switch (url) {
      case CURRENCIES -> new Codes.Currencies(url);
      case UNITS -> new Codes.OfSystem(url, "http://unitsofmeasure.org");
      default -> new Codes.Unlisted(url);
    };
  }
}
