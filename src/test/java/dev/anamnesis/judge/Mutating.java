package dev.anamnesis.judge;

import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Changes a resource in one place, as clients get it wrong; the same for the same seed. */
final class Mutating {

  private final SplittableRandom random;

  Mutating(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A change and what came of it. */
  record Changed(String change, String json) {}

  Changed of(Json.Obj resource) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> changed("member left out", objects(resource, this::without));
      case 3, 4 -> changed("member renamed", objects(resource, this::renamed));
      case 5, 6 -> changed("member put in", objects(resource, this::put));
      case 7, 8, 9, 10 -> changed("another value", any(resource, json -> parsed(Wrong.VALUES)));
      case 11 -> changed("made a list", any(resource, json -> new Json.Arr(List.of(json))));
      case 12 -> changed("list changed", lists(resource));
      case 13, 14 -> changed("text changed", texts(resource));
      case 15 -> changed("number changed", numbers(resource));
      case 16 -> changed("moved", moved(resource));
      case 17 -> changed("another type of a choice", objects(resource, this::choice));
      case 18 -> changed("primitive's twin", objects(resource, this::twin));
      default -> syntax(resource.text());
    };
  }

  private static Changed changed(String change, Json json) {
    return new Changed(change, json.text());
  }

  private <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private Json parsed(List<String> texts) {
    return Json.parse(of(texts));
  }

  private Json objects(Json root, java.util.function.Function<Json.Obj, Json> change) {
    int count = Tree.count(root, Json.Obj.class::isInstance);
    return Tree.changed(
        root,
        Json.Obj.class::isInstance,
        random.nextInt(count),
        json -> json instanceof Json.Obj object ? change.apply(object) : json);
  }

  /** Any value but the resource itself. */
  private Json any(Json root, java.util.function.UnaryOperator<Json> change) {
    int count = Tree.count(root, json -> json != root);
    return Tree.changed(root, json -> json != root, random.nextInt(count), change);
  }

  private String name(Json.Obj object) {
    return of(List.copyOf(object.members().keySet()));
  }

  private Json without(Json.Obj object) {
    return object.members().isEmpty() ? object : object.without(name(object));
  }

  private Json renamed(Json.Obj object) {
    if (object.members().isEmpty()) return object;
    return renamed(
        object, name(object), random.nextInt(3) == 0 ? name(object) + "x" : of(Wrong.NAMES));
  }

  private static Json renamed(Json.Obj object, String from, String to) {
    var next = new LinkedHashMap<String, Json>();
    object
        .members()
        .forEach((name, value) -> next.putIfAbsent(name.equals(from) ? to : name, value));
    return new Json.Obj(next);
  }

  private Json put(Json.Obj object) {
    return object.with(of(Wrong.NAMES), parsed(Wrong.VALUES));
  }

  private Json choice(Json.Obj object) {
    for (String name : object.members().keySet()) {
      for (String suffix : Wrong.SUFFIXES) {
        if (name.endsWith(suffix) && name.length() > suffix.length()) {
          return renamed(
              object,
              name,
              name.substring(0, name.length() - suffix.length()) + of(Wrong.SUFFIXES));
        }
      }
    }
    return put(object);
  }

  private Json twin(Json.Obj object) {
    return object.members().isEmpty()
        ? object
        : object.with("_" + name(object), parsed(Wrong.VALUES));
  }

  private Json lists(Json root) {
    int count = Tree.count(root, Json.Arr.class::isInstance);
    if (count == 0) return any(root, json -> parsed(Wrong.VALUES));
    return Tree.changed(
        root,
        Json.Arr.class::isInstance,
        random.nextInt(count),
        json -> json instanceof Json.Arr(var items) ? list(items) : json);
  }

  private Json list(List<Json> items) {
    var next = new ArrayList<>(items);
    return switch (random.nextInt(4)) {
      case 0 -> items.isEmpty() ? Json.NULL : items.getFirst();
      case 1 -> {
        if (!next.isEmpty()) next.add(next.getFirst());
        yield new Json.Arr(next);
      }
      case 2 -> {
        next.add(Json.NULL);
        yield new Json.Arr(next);
      }
      default -> {
        if (!next.isEmpty()) next.remove(random.nextInt(next.size()));
        yield new Json.Arr(next);
      }
    };
  }

  private Json texts(Json root) {
    int count = Tree.count(root, Json.Text.class::isInstance);
    return Tree.changed(
        root,
        Json.Text.class::isInstance,
        random.nextInt(Math.max(1, count)),
        json -> json instanceof Json.Text(String text) ? new Json.Text(text(text)) : json);
  }

  private String text(String text) {
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(8)) {
      case 0 -> " " + text;
      case 1 -> text + " ";
      case 2 -> text.toUpperCase(Locale.ROOT);
      case 3 -> text.substring(0, at);
      case 4 -> text.substring(0, at) + "é" + text.substring(at);
      case 5 -> text.substring(0, at) + "\n" + text.substring(at);
      case 6 -> text.substring(0, at) + "<" + text.substring(at);
      default -> text + "x";
    };
  }

  private Json numbers(Json root) {
    int count = Tree.count(root, Json.Num.class::isInstance);
    if (count == 0) return objects(root, this::put);
    return Tree.changed(
        root,
        Json.Num.class::isInstance,
        random.nextInt(count),
        json ->
            spelled(
                of(
                    List.of(
                        "-" + number(json),
                        number(json) + "0",
                        "1.5",
                        "0",
                        "1e2",
                        "9999999999",
                        "\"" + number(json) + "\""))));
  }

  /** Also what is no number of JSON, such as 00. */
  private static Json spelled(String text) {
    return text.startsWith("\"") ? Json.parse(text) : new Json.Num(text);
  }

  private static String number(Json json) {
    return json.text().startsWith("-") ? json.text().substring(1) : json.text();
  }

  /** A value is written over another. */
  private Json moved(Json root) {
    Json from = of(Tree.places(root, json -> json != root));
    return any(root, json -> from);
  }

  private Changed syntax(String text) {
    int at = 1 + random.nextInt(text.length() - 1);
    String broken =
        switch (random.nextInt(5)) {
          case 0 -> text.substring(0, at);
          case 1 -> text.replaceFirst(",", ",,");
          case 2 -> text.substring(0, text.length() - 1) + ",\"id\":\"x\",\"id\":\"y\"}";
          case 3 -> text.substring(0, text.length() - 1) + ",}";
          default -> text.substring(0, at) + "'" + text.substring(at);
        };
    return new Changed("syntax", broken);
  }
}
