package dev.anamnesis.r4;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few members most objects have, in their order, without a table: a parsed resource is a tree
 * of such maps, and half the room and time of linked ones is what each write would pay.
 */
final class JsonMembers extends AbstractMap<String, Json> {

  /** So many are looked through one after the other; more get a table. */
  private static final int FEW = 16;

  private final String[] names;
  private final Json[] values;

  private JsonMembers(String[] names, Json[] values) {
    this.names = names;
    this.values = values;
  }

  /** The same members, which nothing changes any more. */
  static Map<String, Json> of(Map<String, Json> members) {
    if (members instanceof JsonMembers || members instanceof Many) return members;
    var gathered = new Gathered();
    members.forEach(gathered::put);
    return gathered.all();
  }

  /** Members as they come. */
  static final class Gathered {
    private String[] names = new String[4];
    private Json[] values = new Json[4];
    private int size;
    private @Nullable Map<String, Json> many;

    /** False where the name stands there already; it stays as it was. */
    boolean put(String name, Json value) {
      if (many != null) return many.putIfAbsent(name, value) == null;
      if (indexOf(names, size, name) >= 0) return false;
      if (size == FEW) {
        many = new LinkedHashMap<>();
        for (int at = 0; at < size; at++) many.put(names[at], values[at]);
        many.put(name, value);
        return true;
      }
      if (size == names.length) {
        names = Arrays.copyOf(names, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      names[size] = name;
      values[size++] = value;
      return true;
    }

    Map<String, Json> all() {
      if (many != null) return new Many(Collections.unmodifiableMap(many));
      return new JsonMembers(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }
  }

  /** A table that nobody else holds. */
  private static final class Many extends AbstractMap<String, Json> {
    private final Map<String, Json> members;

    Many(Map<String, Json> members) {
      this.members = members;
    }

    @Override
    public @Nullable Json get(@Nullable Object name) {
      return members.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return members.containsKey(name);
    }

    @Override
    public Set<Entry<String, Json>> entrySet() {
      return members.entrySet();
    }
  }

  private static int indexOf(String[] names, int size, @Nullable Object name) {
    for (int at = 0; at < size; at++) if (names[at].equals(name)) return at;
    return -1;
  }

  @Override
  public @Nullable Json get(@Nullable Object name) {
    int at = indexOf(names, names.length, name);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return indexOf(names, names.length, name) >= 0;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public Set<Entry<String, Json>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return names.length;
      }

      @Override
      public Iterator<Entry<String, Json>> iterator() {
        return entries();
      }
    };
  }

  private Iterator<Entry<String, Json>> entries() {
    return new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < names.length;
      }

      @Override
      public Entry<String, Json> next() {
        if (!hasNext()) throw new NoSuchElementException();
        return Map.entry(names[at], values[at++]);
      }
    };
  }
}
