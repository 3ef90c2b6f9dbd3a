package dev.anamnesis.judge;

import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A JSON value with one of its places changed; places are counted in reading order. */
final class Tree {

  private final Predicate<Json> meant;
  private final UnaryOperator<Json> change;
  private int left;

  private Tree(Predicate<Json> meant, int place, UnaryOperator<Json> change) {
    this.meant = meant;
    this.left = place;
    this.change = change;
  }

  static int count(Json root, Predicate<Json> meant) {
    return places(root, meant).size();
  }

  /** All values of a kind. */
  static List<Json> places(Json root, Predicate<Json> meant) {
    var found = new ArrayList<Json>();
    collect(root, meant, found);
    return found;
  }

  private static void collect(Json json, Predicate<Json> meant, List<Json> found) {
    if (meant.test(json)) found.add(json);
    switch (json) {
      case Json.Obj(var members) -> members.values().forEach(v -> collect(v, meant, found));
      case Json.Arr(var items) -> items.forEach(v -> collect(v, meant, found));
      case Json.Text _, Json.Num _, Json.Bool _, Json.Null _ -> {}
    }
  }

  /**
   * @param place which of the values that are meant
   */
  static Json changed(Json root, Predicate<Json> meant, int place, UnaryOperator<Json> change) {
    return new Tree(meant, place, change).walk(root);
  }

  private Json walk(Json json) {
    if (meant.test(json) && left-- == 0) return change.apply(json);
    return switch (json) {
      case Json.Obj(var members) -> {
        var next = new LinkedHashMap<String, Json>();
        members.forEach((name, value) -> next.put(name, walk(value)));
        yield new Json.Obj(next);
      }
      case Json.Arr(var items) -> new Json.Arr(items.stream().map(this::walk).toList());
      case Json.Text _, Json.Num _, Json.Bool _, Json.Null _ -> json;
    };
  }
}
