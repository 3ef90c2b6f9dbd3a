package dev.anamnesis.domain;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which members were written and which removed; the two never share a name. */
public record Edit(Elements put, SortedSet<String> dropped) {

  public static final Edit NONE = new Edit(Elements.NONE, new TreeSet<>());

  public Edit {
    dropped = Collections.unmodifiableSortedSet(new TreeSet<>(dropped));
    for (String name : dropped) {
      if (put.has(name)) throw new IllegalArgumentException("a member is both put and dropped");
    }
  }

  public boolean isEmpty() {
    return put.members().isEmpty() && dropped.isEmpty();
  }

  /** True when the edit writes or removes the member or its {@code _} twin. */
  public boolean touches(String name) {
    return put.has(name)
        || put.has("_" + name)
        || dropped.contains(name)
        || dropped.contains("_" + name);
  }

  /** The share of this edit that the part owns. */
  public Edit of(Part part) {
    var put = new TreeMap<String, String>();
    this.put
        .members()
        .forEach(
            (name, json) -> {
              if (part.owns(name)) put.put(name, json);
            });
    var dropped = new TreeSet<String>();
    for (String name : this.dropped) if (part.owns(name)) dropped.add(name);
    return new Edit(Elements.of(put), dropped);
  }

  /** This edit, less the other's members. */
  public Edit without(Edit other) {
    var dropped = new TreeSet<>(this.dropped);
    dropped.removeAll(other.dropped);
    return new Edit(put.without(other.put.members().keySet()), dropped);
  }
}
