package dev.anamnesis.r4.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which resources are in whose compartment (https://hl7.org/fhir/R4/compartmentdefinition.html).
 */
public final class Compartments {

  private static final Map<String, Map<String, List<String>>> BY_OWNER = read();

  private Compartments() {}

  private static Map<String, Map<String, List<String>>> read() {
    var byOwner = new HashMap<String, Map<String, List<String>>>();
    for (String line : Lines.of("/r4/compartments.txt")) {
      String[] cells = line.split("\t");
      byOwner
          .computeIfAbsent(cells[0], owner -> new TreeMap<>())
          .put(cells[1], List.of(cells[2].split(",")));
    }
    return byOwner;
  }

  /**
   * By type, the codes of the parameters that put a resource into a compartment; none where the
   * owner's type has no compartments.
   */
  public static Map<String, List<String>> of(String owner) {
    return Map.copyOf(BY_OWNER.getOrDefault(owner, Map.of()));
  }
}
