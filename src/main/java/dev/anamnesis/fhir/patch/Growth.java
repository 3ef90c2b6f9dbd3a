package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;

/**
 * What a patch has added so far. Values are shared, not copied, so that a patch that copies itself
 * again and again would be small in memory and without bounds as text.
 */
final class Growth {

  private long left = Patch.MOST_GROWTH;

  /** Counts the value in, at this depth; refuses what goes beyond the bounds. */
  void add(Json value, int depth) {
    if (depth > Patch.DEEPEST) {
      throw Unfit.unfit("patch-too-large", "The result nests too deep.");
    }
    switch (value) {
      case Json.Obj(var members) ->
          members.forEach(
              (name, member) -> {
                take(name.length() + 4L);
                add(member, depth + 1);
              });
      case Json.Arr(var items) -> items.forEach(item -> add(item, depth + 1));
      case Json.Text(String text) -> take(text.length());
      case Json.Num(String spelling) -> take(spelling.length());
      case Json.Bool(boolean any) -> take(5);
      case Json.Null() -> take(4);
    }
    take(2);
  }

  private void take(long characters) {
    left -= characters;
    if (left < 0) {
      throw Unfit.unfit(
          "patch-too-large",
          "The patch adds more than %d characters.".formatted(Patch.MOST_GROWTH));
    }
  }
}
