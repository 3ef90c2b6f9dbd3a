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

  private final Set<String> referred = new HashSet<>();
  private boolean self;

  private Contained() {}

  static boolean allAreReferredTo(Item resource) {
    var found = new Contained();
    found.walk(resource.json());
    return resource.children("contained").stream().allMatch(found::isReferredTo);
  }

  private boolean isReferredTo(Item contained) {
    if (!(contained.json() instanceof Json.Obj object)) return true;
    if (object.string("id").filter(referred::contains).isPresent()) return true;
    var own = new Contained();
    own.walk(object);
    return own.self;
  }

  /** A fragment is a reference wherever it stands as a whole string: only its id counts. */
  private void walk(Json json) {
    switch (json) {
      case Json.Obj(var members) -> members.values().forEach(this::walk);
      case Json.Arr(var items) -> items.forEach(this::walk);
      case Json.Text(String text) -> {
        if (text.equals("#")) self = true;
        else if (text.startsWith("#")) referred.add(text.substring(1));
      }
      case Json.Num _, Json.Bool _, Json.Null _ -> {}
    }
  }
}
