package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import java.util.Map;

/** A folded state as canonical JSON: {@code {"live":{…}}} or {@code {"removed":{…}}}. */
final class Snapshots {

  private Snapshots() {}

  static String write(Existence state) {
    return switch (state) {
      case Existence.Absent() -> "{}";
      case Existence.Present(Elements elements) -> wrap("live", elements);
      case Existence.Removed(Elements last) -> wrap("removed", last);
    };
  }

  static Existence read(String text) {
    Elements state = Elements.parse(text);
    if (state.has("live")) return new Existence.Present(members(state, "live"));
    if (state.has("removed")) return new Existence.Removed(members(state, "removed"));
    return new Existence.Absent();
  }

  private static String wrap(String name, Elements elements) {
    return Elements.of(Map.of(name, elements.json())).json();
  }

  private static Elements members(Elements state, String name) {
    return state.get(name).map(Elements::parse).orElse(Elements.NONE);
  }
}
