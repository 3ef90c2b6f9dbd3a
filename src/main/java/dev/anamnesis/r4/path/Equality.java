package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When two items or collections are the same; null where that cannot be told. */
final class Equality {

  private Equality() {}

  static @Nullable Boolean equal(Evaluation run, List<Item> left, List<Item> right) {
    if (left.isEmpty() || right.isEmpty()) return null;
    if (left.size() != right.size()) return false;
    boolean known = true;
    for (int at = 0; at < left.size(); at++) {
      run.step();
      Boolean same = equal(left.get(at), right.get(at));
      if (same == null) known = false;
      else if (!same) return false;
    }
    return known ? Boolean.TRUE : null;
  }

  static @Nullable Boolean equal(Item left, Item right) {
    if (left == right) return true;
    Scalar one = Scalar.of(left);
    Scalar other = Scalar.of(right);
    boolean computed = left instanceof Value || right instanceof Value;
    if (one == null || other == null || one instanceof Scalar.Amount && !computed) {
      return key(left).equals(key(right));
    }
    return switch (one) {
      case Moment moment when other instanceof Moment second -> {
        Integer order = moment.compare(second);
        yield order == null ? null : order == 0;
      }
      case Scalar.Amount _, Scalar.Numeric _
          when other instanceof Scalar.Amount || other instanceof Scalar.Numeric -> {
        Integer order = Ordering.compare(one, other);
        yield order == null ? null : order == 0;
      }
      case Scalar.Text _, Scalar.Truth _, Scalar.Numeric _, Scalar.Amount _, Moment _ ->
          key(one).equals(key(other));
    };
  }

  /** Equal keys for what is equal, whatever the order of members or the spelling of numbers. */
  static Object key(Item item) {
    Scalar scalar = Scalar.of(item);
    if (scalar != null && !(scalar instanceof Scalar.Amount && item instanceof Node)) {
      return key(scalar);
    }
    return item.json() instanceof Json.Null
        ? item.twin().map(Equality::key).orElse(Map.of())
        : key(item.json());
  }

  private static Object key(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Text(String text) -> text;
      case Scalar.Truth(boolean value) -> value;
      case Scalar.Numeric number -> number.value().stripTrailingZeros();
      case Scalar.Amount amount ->
          List.of(amount.value().stripTrailingZeros(), Units.code(amount.unit()));
      case Moment moment -> moment.key();
    };
  }

  private static Object key(Json json) {
    return switch (json) {
      case Json.Obj(var members) -> {
        var key = HashMap.<String, Object>newHashMap(members.size());
        members.forEach((name, value) -> key.put(name, key(value)));
        yield key;
      }
      case Json.Arr(var items) -> items.stream().map(Equality::key).toList();
      case Json.Text(String text) -> text;
      case Json.Num(String spelling) -> {
        Scalar.Numeric number = Scalar.Numeric.parse(spelling, false);
        yield number == null ? spelling : number.value().stripTrailingZeros();
      }
      case Json.Bool(boolean value) -> value;
      case Json.Null() -> List.of();
    };
  }

  /** In the order they came, each once. */
  static List<Item> distinct(Evaluation run, List<Item> items) {
    if (items.size() < 2) return items;
    var found = LinkedHashMap.<Object, Item>newLinkedHashMap(items.size());
    for (Item item : items) {
      run.step();
      found.putIfAbsent(key(item), item);
    }
    return found.size() == items.size() ? items : List.copyOf(found.values());
  }

  static Set<Object> keys(Evaluation run, List<Item> items) {
    var keys = HashSet.<Object>newHashSet(items.size());
    for (Item item : items) {
      run.step();
      keys.add(key(item));
    }
    return keys;
  }

  static List<Item> union(Evaluation run, List<Item> left, List<Item> right) {
    if (right.isEmpty()) return distinct(run, left);
    if (left.isEmpty()) return distinct(run, right);
    var both = new ArrayList<Item>(left.size() + right.size());
    both.addAll(left);
    both.addAll(right);
    return distinct(run, both);
  }

  static List<Item> in(Evaluation run, List<Item> item, List<Item> items) {
    Item wanted = Evaluation.single(item);
    if (wanted == null) return Value.NONE;
    for (Item one : items) {
      run.step();
      if (Boolean.TRUE.equals(equal(wanted, one))) return Value.TRUE;
    }
    return Value.FALSE;
  }

  /** In any order; two empty collections are. */
  static boolean equivalent(Evaluation run, List<Item> left, List<Item> right) {
    if (left.size() != right.size()) return false;
    var rest = new ArrayList<>(right);
    for (Item item : left) {
      boolean found = false;
      for (int at = 0; at < rest.size() && !found; at++) {
        run.step();
        found = equivalent(run, item, rest.get(at));
        if (found) rest.remove(at);
      }
      if (!found) return false;
    }
    return true;
  }

  private static boolean equivalent(Evaluation run, Item left, Item right) {
    Scalar one = Scalar.of(left);
    Scalar other = Scalar.of(right);
    if (one == null || other == null) {
      return one == null
          && other == null
          && left instanceof Node first
          && right instanceof Node second
          && sameParts(run, first, second);
    }
    return switch (one) {
      case Scalar.Text(String text) when other instanceof Scalar.Text(String second) ->
          folded(text).equals(folded(second));
      case Scalar.Numeric number when other instanceof Scalar.Numeric second -> {
        int scale = Math.max(0, Math.min(number.value().scale(), second.value().scale()));
        yield number
            .value()
            .setScale(scale, RoundingMode.HALF_UP)
            .equals(second.value().setScale(scale, RoundingMode.HALF_UP));
      }
      case Scalar.Text _, Scalar.Truth _, Scalar.Numeric _, Scalar.Amount _, Moment _ ->
          Boolean.TRUE.equals(equal(left, right));
    };
  }

  private static String folded(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private static boolean sameParts(Evaluation run, Node left, Node right) {
    var one = new ArrayList<Item>();
    var other = new ArrayList<Item>();
    left.children(one);
    right.children(other);
    Set<String> names = new HashSet<>();
    one.forEach(item -> names.add(item.name()));
    other.forEach(item -> names.add(item.name()));
    for (String name : names) {
      if (!equivalent(run, named(one, name), named(other, name))) return false;
    }
    return true;
  }

  private static List<Item> named(List<Item> items, String name) {
    return items.stream().filter(item -> item.name().equals(name)).toList();
  }
}
