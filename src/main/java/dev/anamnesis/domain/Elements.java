package dev.anamnesis.domain;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A JSON object's members, name to canonical JSON text, opaque to the domain and in one canonical
 * order: by name, with {@code _birthDate} right after {@code birthDate}. Of a resource: all
 * top-level members but {@code resourceType}, {@code id}, {@code meta.versionId} and {@code
 * meta.lastUpdated}, which belong to the stream and the commit.
 */
public record Elements(SortedMap<String, String> members) {

  private static final Comparator<String> ORDER = Elements::order;

  public static final Elements NONE = new Elements(new TreeMap<>());

  public Elements {
    var sorted = new TreeMap<String, String>(ORDER);
    sorted.putAll(members);
    members = Collections.unmodifiableSortedMap(sorted);
  }

  public static Elements of(Map<String, String> members) {
    var sorted = new TreeMap<String, String>(ORDER);
    sorted.putAll(members);
    return new Elements(sorted);
  }

  /** The members of a canonical JSON object, such as an item of {@link #items}. */
  public static Elements parse(String object) {
    var members = new TreeMap<String, String>(ORDER);
    for (String member : CanonicalText.split(object)) {
      int colon = CanonicalText.endOfString(member, 0);
      members.put(member.substring(1, colon - 1), member.substring(colon + 1));
    }
    return new Elements(members);
  }

  /** {@code _birthDate} belongs with {@code birthDate}. */
  public static String owner(String name) {
    return name.startsWith("_") ? name.substring(1) : name;
  }

  /** By owner, then backwards; names are compared often, so owners are not cut out for it. */
  private static int order(String a, String b) {
    int fromA = a.startsWith("_") ? 1 : 0;
    int fromB = b.startsWith("_") ? 1 : 0;
    if (fromA + fromB == 0) return a.compareTo(b);
    int ofA = a.length() - fromA;
    int ofB = b.length() - fromB;
    for (int at = 0; at < Math.min(ofA, ofB); at++) {
      int difference = a.charAt(fromA + at) - b.charAt(fromB + at);
      if (difference != 0) return difference;
    }
    return ofA == ofB ? b.compareTo(a) : ofA - ofB;
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** The member's canonical JSON text. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** The value of a member that is a JSON string without escapes: a code, a date, an id. */
  public Optional<String> text(String name) {
    return get(name)
        .filter(json -> json.length() >= 2 && json.charAt(0) == '"')
        .map(json -> json.substring(1, json.length() - 1));
  }

  /** The items of a member that is an array, as canonical JSON texts; empty where there is none. */
  public List<String> items(String name) {
    return get(name)
        .filter(json -> json.startsWith("["))
        .map(CanonicalText::split)
        .orElse(List.of());
  }

  public Elements without(Set<String> names) {
    var kept = new TreeMap<String, String>(ORDER);
    kept.putAll(members);
    kept.keySet().removeAll(names);
    return new Elements(kept);
  }

  /** What must be written and removed to get from these to the stated ones. */
  public Edit editTo(Elements stated) {
    var put = new TreeMap<String, String>(ORDER);
    stated.members.forEach(
        (name, json) -> {
          if (!json.equals(members.get(name))) put.put(name, json);
        });
    var dropped = new TreeSet<>(members.keySet());
    dropped.removeAll(stated.members.keySet());
    return new Edit(new Elements(put), dropped);
  }

  /** These, with the edit applied. */
  public Elements with(Edit edit) {
    var next = new TreeMap<String, String>(ORDER);
    next.putAll(members);
    next.keySet().removeAll(edit.dropped());
    next.putAll(edit.put().members());
    return new Elements(next);
  }

  /** One canonical JSON object. */
  public String json() {
    var out = new StringBuilder(512).append('{');
    for (var member : members.entrySet()) {
      if (out.length() > 1) out.append(',');
      out.append('"').append(member.getKey()).append("\":").append(member.getValue());
    }
    return out.append('}').toString();
  }
}
