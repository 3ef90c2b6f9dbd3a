package dev.anamnesis.r4;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value that keeps what JSON says: the order of members and the spelling of numbers. {@link
 * #text} writes it canonically: no white space, only what must be escaped is.
 */
public sealed interface Json {

  Null NULL = new Null();

  /** Members in the order they came; a name stands once. */
  record Obj(Map<String, Json> members) implements Json {
    public static final Obj EMPTY = new Obj(Map.of());

    public Obj {
      members = JsonMembers.of(members);
    }

    public Optional<Json> get(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /** The member's value where it is a string. */
    public Optional<String> string(String name) {
      return members.get(name) instanceof Text(String value)
          ? Optional.of(value)
          : Optional.empty();
    }

    /** The member's items; the member itself where it is no array; none where it is missing. */
    public List<Json> items(String name) {
      return switch (members.get(name)) {
        case null -> List.of();
        case Arr(List<Json> items) -> items;
        case Json single -> List.of(single);
      };
    }

    /** With the member put where it stands already, else last. */
    public Obj with(String name, Json value) {
      var next = new LinkedHashMap<>(members);
      next.put(name, value);
      return new Obj(next);
    }

    public Obj without(String name) {
      var next = new LinkedHashMap<>(members);
      next.remove(name);
      return new Obj(next);
    }
  }

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }

    public Arr with(int index, Json item) {
      var next = new ArrayList<>(items);
      next.set(index, item);
      return new Arr(next);
    }
  }

  record Text(String value) implements Json {}

  /** A number by its spelling: {@code 1.00} and {@code 1.0} are two. */
  record Num(String spelling) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  /** Throws {@link Malformed} where the text is not one JSON value, nested 100 deep at most. */
  static Json parse(String text) {
    return new JsonParse(text).whole();
  }

  /** Canonical JSON. */
  default String text() {
    var out = new StringBuilder();
    JsonPrint.print(this, out);
    return out.toString();
  }

  /** The text is no JSON. */
  final class Malformed extends RuntimeException {
    private final int at;

    Malformed(int at) {
      super("no JSON at character " + at, null, false, false);
      this.at = at;
    }

    /** The index of the character where it stops being JSON. */
    public int at() {
      return at;
    }
  }
}
