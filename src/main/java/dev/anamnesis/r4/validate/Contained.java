package dev.anamnesis.r4.validate;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.path.Item;
import java.util.HashSet;
import java.util.Set;

/**
 * dom-3 in one walk: what a resource contains is referred to from somewhere in it, or refers to the
 * resource itself.
 */
final class Contained {

  private static final Set<String> LINKS = Set.of("uri", "url", "canonical");

  private final Set<String> referred = new HashSet<>();
  private boolean self;

  private Contained() {}

  static boolean allAreReferredTo(Item resource) {
    var found = new Contained();
    found.walk(resource);
    return resource.children("contained").stream().allMatch(found::isReferredTo);
  }

  private boolean isReferredTo(Item contained) {
    if (!(contained.json() instanceof Json.Obj object)) return true;
    if (object.string("id").filter(referred::contains).isPresent()) return true;
    var own = new Contained();
    own.walk(contained);
    return own.self;
  }

  /** A fragment is a reference where a reference or a URI may stand: only its id counts. */
  private void walk(Item item) {
    for (Item child : item.children()) {
      if (child.json() instanceof Json.Text(String text) && mayRefer(child)) note(text);
      walk(child);
    }
  }

  private static boolean mayRefer(Item item) {
    return item.name().equals("reference") || LINKS.contains(item.type());
  }

  private void note(String text) {
    if (text.equals("#")) self = true;
    else if (text.startsWith("#")) referred.add(text.substring(1));
  }
}
