package dev.anamnesis.fhir.json;

import dev.anamnesis.r4.Shape;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was seen of one object: finds doubled names, missing and doubled choices, uneven twins. */
final class Members {

  /** How a member came. */
  enum Form {
    SINGLE,
    ARRAY
  }

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
    if (names.add(name)) return true;
    report.problem(
        IssueKind.INVALID,
        "json-duplicate-member",
        place.member(name),
        "The member stands there twice.");
    return false;
  }

  void value(String name, Form form, int count) {
    if (form == Form.ARRAY) arrays.put(name, count);
  }

  /** A null at this index. */
  void gap(String name, int index) {
    gaps.computeIfAbsent(name, n -> new BitSet()).set(index);
  }

  void finish() {
    Map<String, String> choices = new HashMap<>();
    for (Shape.Member member : shape.members().values()) {
      String name = member.name();
      boolean there = names.contains(name) || names.contains("_" + name);
      if (there && !member.choice().isEmpty() && choices.put(member.choice(), name) != null) {
        report.problem(
            IssueKind.INVALID,
            "too-many",
            place.member(name),
            member.choice() + "[x] may be one type only.");
      }
      if (there && member.many()) twins(name);
    }
    missing(choices);
  }

  private void missing(Map<String, String> choices) {
    Set<String> told = new HashSet<>();
    for (Shape.Member member : shape.members().values()) {
      if (!member.required()) continue;
      String name = member.name();
      boolean there =
          member.choice().isEmpty()
              ? names.contains(name) || names.contains("_" + name)
              : choices.containsKey(member.choice());
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
