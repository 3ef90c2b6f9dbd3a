package dev.anamnesis.r4.validate;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.path.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a resource whose shape is right against the invariants of R4's base definitions and their
 * required bindings (https://hl7.org/fhir/R4/validation.html). Profiles are not looked at.
 */
public final class Validation {

  /** How many broken rules one answer lists. */
  public static final int MOST = 20;

  private final List<Broken> broken = new ArrayList<>();

  private Validation() {}

  /** The rules it breaks, at most {@link #MOST}. */
  public static List<Broken> of(String type, Elements elements) {
    return of(Item.root(type, elements));
  }

  public static List<Broken> of(Item resource) {
    var validation = new Validation();
    validation.item(resource);
    return List.copyOf(validation.broken);
  }

  private void item(Item item) {
    Rules.OfType rules = Rules.R4.of(item.type());
    invariants(rules.own(), item);
    for (Item child : item.children()) {
      if (broken.size() >= MOST) return;
      Rules.OfMember more = rules.members().get(child.name());
      if (more != null) {
        invariants(more.invariants(), child);
        if (more.codes().isPresent() && !more.codes().get().hold(child)) {
          unknownCode(more.codes().get(), child);
        }
      }
      if (child.json() instanceof Json.Obj || child.twin().isPresent()) {
        if (Rules.R4.anyElement.isBroken(child)) broken(Rules.R4.anyElement, child);
        item(child);
      }
    }
  }

  private void invariants(List<Invariant> invariants, Item item) {
    for (Invariant invariant : invariants) {
      if (invariant.isBroken(item)) broken(invariant, item);
    }
  }

  private void broken(Invariant invariant, Item item) {
    add(
        new Broken(
            Broken.Kind.INVARIANT,
            invariant.key(),
            ByHand.place(item),
            invariant.key() + ": " + invariant.words()));
  }

  private void unknownCode(Codes codes, Item item) {
    String words = "A code of the value set " + codes.url() + " is needed here.";
    add(new Broken(Broken.Kind.CODE, codes.url(), ByHand.place(item), words));
  }

  private void add(Broken one) {
    if (broken.size() < MOST) broken.add(one);
  }
}
