package dev.anamnesis.fhir.time;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What leads from one state of a resource to another, as operations of a FHIRPath Patch
 * (https://hl7.org/fhir/R4/fhirpatch.html): applied in order to the first they give the second.
 */
final class Difference {

  /** Names that FHIRPath reads otherwise unless they are quoted. */
  private static final Set<String> RESERVED =
      Set.of("and", "as", "contains", "div", "implies", "in", "is", "mod", "or", "xor");

  private final List<Operation> operations = new ArrayList<>();
  private String top = "";

  private Difference() {}

  /**
   * One operation.
   *
   * @param member the resource's own member it is about, as JSON names it
   * @param parameter the operation as a parameter
   */
  record Operation(String member, Json.Obj parameter) {}

  /**
   * @param before without what the server says itself: id, version, instant
   */
  static List<Operation> between(String type, Json.Obj before, Json.Obj after) {
    var difference = new Difference();
    difference.object(type, Shapes.R4.of(type), withMeta(before), withMeta(after));
    return List.copyOf(difference.operations);
  }

  /** As served there is always a meta. */
  private static Json.Obj withMeta(Json.Obj resource) {
    Json meta = resource.get("meta").orElse(Json.Obj.EMPTY);
    return resource
        .without("resourceType")
        .without("id")
        .with("meta", ((Json.Obj) meta).without("versionId").without("lastUpdated"));
  }

  /** An element's members under the name FHIRPath has for them: a choice is one, whatever type. */
  private record Held(Shape.Member member, List<Spot> spots) {}

  private static Map<String, Held> held(Shape shape, Json.Obj element) {
    var held = new LinkedHashMap<String, Held>();
    for (Shape.Member member : shape.members().values()) {
      List<Spot> spots = Spot.of(element, member);
      if (!spots.isEmpty()) held.put(pathName(member), new Held(member, spots));
    }
    return held;
  }

  private static String pathName(Shape.Member member) {
    return member.choice().isEmpty() ? member.name() : member.choice();
  }

  /** What goes away goes last, so that no element is empty in between. */
  private void object(String path, Shape shape, Json.Obj before, Json.Obj after) {
    Map<String, Held> old = held(shape, before);
    Map<String, Held> now = held(shape, after);
    boolean isRoot = path.indexOf('.') < 0;
    now.forEach(
        (name, held) -> {
          if (isRoot) top = held.member().name();
          put(path, name, Optional.ofNullable(old.get(name)), held);
        });
    old.forEach(
        (name, held) -> {
          if (now.containsKey(name)) return;
          if (isRoot) top = held.member().name();
          for (int at = held.spots().size() - 1; at >= 0; at--) {
            operation("delete", at(path, name, held.member(), at));
          }
        });
  }

  private void put(String path, String name, Optional<Held> old, Held now) {
    if (old.isEmpty()) {
      for (Spot spot : now.spots()) {
        operation(
            "add",
            path,
            Part.text("name", Part.named(now.member())),
            Part.element("value", now.member(), spot));
      }
    } else if (now.member().many()) {
      list(path, name, now.member(), old.get().spots(), now.spots());
    } else {
      single(step(path, name), old.get(), now);
    }
  }

  private void single(String path, Held old, Held now) {
    Spot before = old.spots().getFirst();
    Spot after = now.spots().getFirst();
    if (old.member().equals(now.member())) changed(path, now.member(), before, after);
    else operation("replace", path, Part.element("value", now.member(), after));
  }

  private void changed(String path, Shape.Member member, Spot before, Spot after) {
    if (before.equals(after)) return;
    boolean hasMembers =
        before.value() instanceof Json.Obj
            && after.value() instanceof Json.Obj
            && Shapes.R4.find(member.type()).isPresent();
    if (hasMembers && !member.type().equals("Resource")) {
      object(
          path, Shapes.R4.of(member.type()), (Json.Obj) before.value(), (Json.Obj) after.value());
    } else {
      operation("replace", path, Part.element("value", member, after));
    }
  }

  /** What both ends share stays; the rest is changed in place, then put in or taken out. */
  private void list(
      String path, String name, Shape.Member member, List<Spot> before, List<Spot> after) {
    int start = shared(before, after);
    int end = shared(rest(before, start).reversed(), rest(after, start).reversed());
    int old = before.size() - end;
    int now = after.size() - end;
    for (int at = start; at < Math.min(old, now); at++) {
      changed(at(path, name, member, at), member, before.get(at), after.get(at));
    }
    for (int at = old; at < now; at++) {
      operation(
          "insert",
          step(path, name),
          Part.number("index", at),
          Part.element("value", member, after.get(at)));
    }
    for (int at = old - 1; at >= Math.max(now, start); at--) {
      operation("delete", at(path, name, member, at));
    }
  }

  private static List<Spot> rest(List<Spot> spots, int start) {
    return spots.subList(start, spots.size());
  }

  private static int shared(List<Spot> one, List<Spot> other) {
    int most = Math.min(one.size(), other.size());
    int at = 0;
    while (at < most && one.get(at).equals(other.get(at))) at++;
    return at;
  }

  private static String step(String path, String name) {
    return path + '.' + (RESERVED.contains(name) ? '`' + name + '`' : name);
  }

  private static String at(String path, String name, Shape.Member member, int index) {
    return member.many() ? step(path, name) + '[' + index + ']' : step(path, name);
  }

  private void operation(String type, String path, Json.Obj... more) {
    var parts = new ArrayList<Json.Obj>();
    parts.add(Part.code("type", type));
    parts.add(Part.text("path", path));
    Collections.addAll(parts, more);
    operations.add(new Operation(top, Part.of("operation", parts)));
  }
}
