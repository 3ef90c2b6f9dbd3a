package dev.anamnesis.domain.patient;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Pointer;
import dev.anamnesis.domain.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Two records of one person: the one that is given up says which replaces it, the other which it
 * replaces (https://hl7.org/fhir/R4/patient.html#merge). Both keep their histories.
 */
public final class Merge {

  private static final String REPLACED_BY = "replaced-by";
  private static final String REPLACES = "replaces";

  /** No more records than this are one person's. */
  private static final int MOST = 500;

  private Merge() {}

  /** Why these two cannot be merged. */
  public static Optional<Refusal> refusal(
      String sourceId, Elements source, String targetId, Elements target) {
    if (sourceId.equals(targetId)) {
      return refused("merge-same", "A patient's record is not merged into itself.");
    }
    if (replacedBy(source).isPresent()) {
      return refused("merge-again", "The record to be given up was merged already.");
    }
    if (replacedBy(target).isPresent()) {
      return refused("merge-into-merged", "The record to be kept was itself merged into another.");
    }
    return Optional.empty();
  }

  /** The id of the record that replaces this one. */
  public static Optional<String> replacedBy(Elements patient) {
    return patient.items("link").stream()
        .map(Elements::parse)
        .filter(link -> link.text("type").filter(REPLACED_BY::equals).isPresent())
        .flatMap(link -> Pointer.in(link, "other").stream())
        .flatMap(name -> Pointer.id(name, "Patient").stream())
        .findFirst();
  }

  /** Ids of the records that this one replaces. */
  public static List<String> replaced(Elements patient) {
    return patient.items("link").stream()
        .map(Elements::parse)
        .filter(link -> link.text("type").filter(REPLACES::equals).isPresent())
        .flatMap(link -> Pointer.in(link, "other").stream())
        .flatMap(name -> Pointer.id(name, "Patient").stream())
        .toList();
  }

  /** This record's id and those it replaces, at any remove. */
  public static List<String> person(String id, Function<String, Existence> records) {
    var person = new ArrayList<>(List.of(id));
    for (int next = 0; next < person.size() && person.size() < MOST; next++) {
      if (!(records.apply(person.get(next)) instanceof Existence.Present(Elements patient)))
        continue;
      for (String other : replaced(patient)) if (!person.contains(other)) person.add(other);
    }
    return List.copyOf(person);
  }

  public static Elements givenUp(Elements source, String target) {
    return active(linked(source, REPLACED_BY, target), false);
  }

  public static Elements kept(Elements target, String source) {
    return linked(target, REPLACES, source);
  }

  /** The given up record as one of its own again. */
  public static Elements back(Elements source, String target) {
    return active(unlinked(source, isLink(REPLACED_BY, target)), true);
  }

  public static Elements without(Elements target, String source) {
    return unlinked(target, isLink(REPLACES, source));
  }

  private static Predicate<String> isLink(String type, String other) {
    return item -> {
      Elements link = Elements.parse(item);
      return link.text("type").filter(type::equals).isPresent()
          && Pointer.in(link, "other").filter(("Patient/" + other)::equals).isPresent();
    };
  }

  private static Elements linked(Elements patient, String type, String other) {
    var items = new ArrayList<>(patient.items("link"));
    items.add("{\"other\":{\"reference\":\"Patient/" + other + "\"},\"type\":\"" + type + "\"}");
    return links(patient, items);
  }

  private static Elements unlinked(Elements patient, Predicate<String> which) {
    var items = new ArrayList<>(patient.items("link"));
    items.removeIf(which);
    return links(patient, items);
  }

  private static Elements links(Elements patient, List<String> items) {
    var members = new TreeMap<>(patient.members());
    members.remove("link");
    if (!items.isEmpty()) members.put("link", "[" + String.join(",", items) + "]");
    return Elements.of(members);
  }

  private static Elements active(Elements patient, boolean active) {
    var members = new TreeMap<>(patient.members());
    members.put("active", Boolean.toString(active));
    return Elements.of(members);
  }

  private static Optional<Refusal> refused(String code, String words) {
    return Optional.of(
        new Refusal(code, words, "Patient.link", List.of("another pair of patients")));
  }
}
