package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.path.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an element stands: the steps from the resource down to it. */
record Spot(List<Step> steps) {

  /**
   * @param name as JSON writes it, such as {@code valueString}
   * @param index -1 where the element does not repeat
   */
  record Step(String name, int index) {}

  Spot {
    steps = List.copyOf(steps);
  }

  /** Empty for what does not stand in this resource: it was computed, or is in another. */
  static Optional<Spot> of(Item item, Item root) {
    var steps = new ArrayList<Step>();
    Item at = item;
    for (Optional<Item> up = at.parent(); up.isPresent(); up = at.parent()) {
      steps.addFirst(new Step(at.name(), at.index()));
      at = up.get();
    }
    return at.equals(root) ? Optional.of(new Spot(steps)) : Optional.empty();
  }

  boolean isRoot() {
    return steps.isEmpty();
  }

  int depth() {
    return steps.size();
  }

  Step last() {
    return steps.getLast();
  }

  Spot parent() {
    return new Spot(steps.subList(0, steps.size() - 1));
  }
}
