package dev.anamnesis.fhir.json;

import dev.anamnesis.r4.Shape;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was seen of one object: finds doubled names, missing and doubled choices, uneven twins. */
final class Members {

  /** Where a problem goes. */
  interface Report {
    void problem(IssueKind kind, String code, Place place, String words);
  }

  private final Shape shape;
  private final Place place;
  private final Report report;
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> arrays = new HashMap<>();
  private final Map<String, BitSet> gaps = new HashMap<>();

  /** Whether any name begins with an underscore. */
  private boolean twins;

  Members(Shape shape, Place place, Report report) {
    this.shape = shape;
    this.place = place;
    this.report = report;
  }

  Shape shape() {
    return shape;
  }

  /** False, and a problem, when the name stands there already. */
  boolean isNew(String name) {
    twins |= name.startsWith("_");
    if (names.add(name)) return true;
    report.problem(
        IssueKind.INVALID,
        "json-duplicate-member",
        place.member(name),
        "The member stands there twice.");
    return false;
  }

  /** How long an array is that may have a twin, or is one. */
  void array(String name, int length) {
    arrays.put(name, length);
  }

  /** A null at this index. */
  void gap(String name, int index) {
    gaps.computeIfAbsent(name, n -> new BitSet()).set(index);
  }

  void finish() {
    Map<String, String> choices = shape.choosing().isEmpty() ? Map.of() : choices();
    if (!gaps.isEmpty() || twins) {
      for (Shape.Member member : shape.members().values()) {
        if (member.many() && isThere(member)) twins(member.name());
      }
    }
    if (!shape.required().isEmpty()) missing(choices);
  }

  private boolean isThere(Shape.Member member) {
    return names.contains(member.name()) || twins && names.contains("_" + member.name());
  }

  /** Of each choice that was made, what was taken. */
  private Map<String, String> choices() {
    Map<String, String> choices = new HashMap<>();
    for (Shape.Member member : shape.choosing()) {
      if (isThere(member) && choices.put(member.choice(), member.name()) != null) {
        report.problem(
            IssueKind.INVALID,
            "too-many",
            place.member(member.name()),
            member.choice() + "[x] may be one type only.");
      }
    }
    return choices;
  }

  private void missing(Map<String, String> choices) {
    Set<String> told = new HashSet<>();
    for (Shape.Member member : shape.required()) {
      String name = member.name();
      boolean there =
          member.choice().isEmpty() ? isThere(member) : choices.containsKey(member.choice());
      String shown = member.choice().isEmpty() ? name : member.choice() + "[x]";
      if (!there && told.add(shown)) {
        report.problem(
            IssueKind.REQUIRED,
            "missing-element",
            place.member(shown),
            "The element is required here.");
      }
    }
  }

  /** A primitive array and its extensions are equally long, and no place is empty in both. */
  private void twins(String name) {
    BitSet values = gaps.getOrDefault(name, new BitSet());
    BitSet extensions = gaps.getOrDefault("_" + name, new BitSet());
    Integer length = arrays.get(name);
    Integer twin = arrays.get("_" + name);
    boolean uneven = length != null && twin != null && !length.equals(twin);
    boolean empty = values.intersects(extensions);
    boolean alone = twin == null && !values.isEmpty() || length == null && !extensions.isEmpty();
    if (uneven || empty || alone) {
      report.problem(
          IssueKind.STRUCTURE,
          "uneven-twins",
          place.member(name),
          "Values and their extensions must pair up: same length, null only where the other has something.");
    }
  }
}
