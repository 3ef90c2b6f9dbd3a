package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads and rewrites a JSON tree at a {@link Pointer}. */
final class JsonPlaces {

  private JsonPlaces() {}

  private static Unfit nowhere() {
    return Unfit.unfit("patch-no-target", "The path leads to nothing in the resource.");
  }

  static Json at(Json tree, Pointer pointer) {
    Json value = tree;
    for (String token : pointer.tokens()) value = child(value, token);
    return value;
  }

  private static Json child(Json node, String token) {
    return switch (node) {
      case Json.Obj object -> object.get(token).orElseThrow(JsonPlaces::nowhere);
      case Json.Arr(var items) -> items.get(index(token, items.size() - 1));
      case Json.Text text -> throw nowhere();
      case Json.Num number -> throw nowhere();
      case Json.Bool bool -> throw nowhere();
      case Json.Null nothing -> throw nowhere();
    };
  }

  /** An array index as RFC 6901 spells it, at most the given one. */
  private static int index(String token, int most) {
    if (!token.matches("0|[1-9][0-9]{0,8}")) throw nowhere();
    int index = Integer.parseInt(token);
    if (index > most) throw nowhere();
    return index;
  }

  /** Puts a member, or inserts an item before the one that is there. */
  static Json added(Json tree, Pointer pointer, Json value) {
    if (pointer.isRoot()) return value;
    return changed(
        tree,
        pointer,
        0,
        (container, token) ->
            switch (container) {
              case Json.Obj object -> object.with(token, value);
              case Json.Arr(var items) -> {
                int size = items.size();
                var next = new ArrayList<>(items);
                next.add(token.equals("-") ? size : index(token, size), value);
                yield new Json.Arr(next);
              }
              case Json.Text text -> throw nowhere();
              case Json.Num number -> throw nowhere();
              case Json.Bool bool -> throw nowhere();
              case Json.Null nothing -> throw nowhere();
            });
  }

  /** Puts another value where one is. */
  static Json replaced(Json tree, Pointer pointer, Json value) {
    if (pointer.isRoot()) return value;
    return changed(
        tree,
        pointer,
        0,
        (container, token) -> {
          child(container, token);
          return with(container, token, value);
        });
  }

  static Json removed(Json tree, Pointer pointer) {
    if (pointer.isRoot()) {
      throw Unfit.unfit("patch-no-target", "A patch does not remove the whole resource.");
    }
    return changed(
        tree,
        pointer,
        0,
        (container, token) -> {
          child(container, token);
          return without(container, token);
        });
  }

  private static Json without(Json container, String token) {
    return switch (container) {
      case Json.Obj object -> object.without(token);
      case Json.Arr(var items) -> {
        List<Json> next = new ArrayList<>(items);
        next.remove(index(token, items.size() - 1));
        yield new Json.Arr(next);
      }
      case Json leaf -> leaf;
    };
  }

  private static Json with(Json container, String token, Json value) {
    return switch (container) {
      case Json.Obj object -> object.with(token, value);
      case Json.Arr array -> array.with(index(token, array.items().size() - 1), value);
      case Json leaf -> leaf;
    };
  }

  /** What becomes of the container that holds the pointer's last token. */
  private interface Change {
    Json of(Json container, String token);
  }

  private static Json changed(Json node, Pointer pointer, int depth, Change change) {
    String token = pointer.tokens().get(depth);
    if (depth == pointer.depth() - 1) return change.of(node, token);
    return with(node, token, changed(child(node, token), pointer, depth + 1, change));
  }
}
