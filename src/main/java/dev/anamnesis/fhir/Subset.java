package dev.anamnesis.fhir;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which part of a resource a client wants (https://hl7.org/fhir/R4/search.html#summary). */
sealed interface Subset {

  record All() implements Subset {}

  /** {@code _summary=true}. */
  record Summary() implements Subset {}

  /** {@code _summary=text}: the narrative and what every resource must have. */
  record TextOnly() implements Subset {}

  /** {@code _summary=data}: all but the narrative. */
  record Data() implements Subset {}

  /** {@code _summary=count}: a Bundle's total alone. */
  record Count() implements Subset {}

  /**
   * {@code _elements}.
   *
   * @param names of top-level elements, or {@code Type.element} for one type alone
   */
  record Elements(Set<String> names) implements Subset {
    public Elements {
      names = Set.copyOf(names);
    }

    boolean has(String type, String name) {
      return names.contains(name) || names.contains(type + '.' + name);
    }
  }

  /** The most names {@code _elements} takes. */
  int MOST_NAMES = 200;

  /** Refuses what R4 does not know. */
  static Subset of(List<String> summary, List<String> elements) {
    List<String> names =
        elements.stream().flatMap(value -> Arrays.stream(value.split(",", -1))).toList();
    if (summary.isEmpty() && names.isEmpty()) return new All();
    if (summary.size() > 1) {
      throw Outcomes.invalid("bad-parameter", "_summary is given more than once.");
    }
    if (!summary.isEmpty() && !names.isEmpty() && !summary.getFirst().equals("false")) {
      throw Outcomes.invalid("bad-parameter", "_summary and _elements do not go together.");
    }
    return names.isEmpty() ? summary(summary.getFirst()) : elements(names);
  }

  private static Subset summary(String value) {
    return switch (value) {
      case "true" -> new Summary();
      case "text" -> new TextOnly();
      case "data" -> new Data();
      case "count" -> new Count();
      case "false" -> new All();
      default ->
          throw Outcomes.invalid(
              "bad-parameter", "_summary takes true, text, data, count or false.");
    };
  }

  private static Subset elements(List<String> names) {
    boolean sound =
        names.stream().allMatch(name -> name.matches("[A-Za-z]{1,64}(\\.[A-Za-z]{1,64}){0,8}"));
    if (!sound || names.size() > MOST_NAMES) {
      throw Outcomes.invalid(
          "bad-parameter", "_elements takes names of elements, separated by commas.");
    }
    return new Elements(names.stream().map(Subset::base).collect(Collectors.toSet()));
  }

  /** {@code name.given} asks for a part; it gets the whole {@code name}. */
  private static String base(String name) {
    String[] steps = name.split("\\.");
    boolean typed = Character.isUpperCase(name.charAt(0));
    return typed && steps.length > 1 ? steps[0] + '.' + steps[1] : steps[0];
  }
}
