package dev.anamnesis.load;

import dev.anamnesis.r4.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One request's worth: a Bundle for the base URL.
 *
 * @param file its file's name
 * @param places for each entry, where in its file it stands, from 0
 * @param entries those of a Bundle that was made here; none where it is its author's
 * @param key the same for the same bytes: what was accepted is known by it, and a repeat is safe
 */
record Parcel(
    String file, List<Integer> places, List<String> entries, String bundle, Kind kind, String key) {

  Parcel {
    places = List.copyOf(places);
    entries = List.copyOf(entries);
  }

  enum Kind {
    /** All or nothing, as its author made it. */
    TRANSACTION,
    /** Each entry on its own, as its author made it. */
    BATCH,
    /** Made here of resources that each have an id: what is refused can be found one by one. */
    APART,
    /** Made here of resources that belong together. */
    TOGETHER
  }

  /** As its author made it. */
  static Parcel of(String file, List<Integer> places, String bundle, Kind kind) {
    return new Parcel(file, places, List.of(), bundle, kind, key(bundle));
  }

  /** A transaction of these entries. */
  static Parcel made(String file, List<Integer> places, List<String> entries, Kind kind) {
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            + String.join(",", entries)
            + "]}";
    return new Parcel(file, places, entries, bundle, kind, key(bundle));
  }

  /** Whether it can be sent in two, to find what keeps it from being taken. */
  boolean canBeHalved() {
    return kind == Kind.APART && entries.size() > 1;
  }

  List<Parcel> halves() {
    int half = entries.size() / 2;
    return List.of(part(0, half), part(half, entries.size()));
  }

  private Parcel part(int from, int to) {
    return made(file, places.subList(from, to), entries.subList(from, to), kind);
  }

  /** Whether a request whose answer was lost can be sent again. */
  boolean repeatable() {
    return kind != Kind.BATCH || !bundle.contains("\"POST\"");
  }

  /** The conditional references it holds: {@code Practitioner?identifier=x}. */
  List<String> conditionalReferences() {
    var found = new ArrayList<String>();
    if (bundle.indexOf('?') >= 0) collect(Json.parse(bundle), found);
    return found;
  }

  private static void collect(Json json, List<String> found) {
    switch (json) {
      case Json.Obj object -> {
        object.string("reference").filter(r -> r.indexOf('?') > 0).ifPresent(found::add);
        object.members().values().forEach(value -> collect(value, found));
      }
      case Json.Arr(var items) -> items.forEach(item -> collect(item, found));
      case Json.Text text -> {}
      case Json.Num number -> {}
      case Json.Bool bool -> {}
      case Json.Null nothing -> {}
    }
  }

  Optional<Integer> place(int entry) {
    return entry < places.size() ? Optional.of(places.get(entry)) : Optional.empty();
  }

  private static String key(String bundle) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(bundle.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
