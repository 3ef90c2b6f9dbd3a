package dev.anamnesis.r4.path;

import java.util.List;

/**
 * What the words of an expression stand for where it is evaluated.
 *
 * @param self {@code $this}
 * @param index {@code $index}
 * @param total {@code $total}
 */
record Scope(List<Item> self, int index, List<Item> total) {

  static Scope of(List<Item> self) {
    return new Scope(self, 0, Value.NONE);
  }

  static Scope of(Item self, int index) {
    return new Scope(List.of(self), index, Value.NONE);
  }
}
