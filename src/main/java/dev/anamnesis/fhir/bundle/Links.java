package dev.anamnesis.fhir.bundle;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites what a resource points at: references, {@code uri}, {@code url}, {@code oid} and {@code
 * uuid} elements and links in narrative (https://hl7.org/fhir/R4/http.html#transaction).
 */
final class Links {

  private static final Set<String> LINKS = Set.of("uri", "url", "oid", "uuid", "canonical");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(\\b(?:href|src)\\s*=\\s*)(\"([^\"]*)\"|'([^']*)')");

  private final Map<String, String> moved;
  private final UnaryOperator<String> reference;

  /**
   * @param moved a fullUrl to the relative URL it has become
   * @param reference what a {@code Reference.reference} that is none of these becomes
   */
  Links(Map<String, String> moved, UnaryOperator<String> reference) {
    this.moved = Map.copyOf(moved);
    this.reference = reference;
  }

  /** The resource with its links rewritten; the very same where there is nothing to rewrite. */
  Json.Obj rewritten(String type, Json.Obj resource) {
    return (Json.Obj) object(resource, Shapes.R4.of(type));
  }

  private Json value(Json value, String type) {
    return switch (value) {
      case Json.Obj object when type.equals("Resource") ->
          object
              .string("resourceType")
              .flatMap(Shapes.R4::resource)
              .map(shape -> object(object, shape))
              .orElse(object);
      case Json.Obj object ->
          Shapes.R4.find(type).map(shape -> object(object, shape)).orElse(object);
      case Json.Arr(var items) -> {
        var next = new ArrayList<Json>(items.size());
        boolean changed = false;
        for (Json item : items) {
          Json rewritten = value(item, type);
          changed |= rewritten != item;
          next.add(rewritten);
        }
        yield changed ? new Json.Arr(next) : value;
      }
      case Json.Text(String text) -> text(value, text, type);
      case Json.Num number -> number;
      case Json.Bool bool -> bool;
      case Json.Null nothing -> nothing;
    };
  }

  private Json text(Json value, String text, String type) {
    if (LINKS.contains(type)) {
      String now = moved.get(text);
      return now == null ? value : new Json.Text(now);
    }
    if (type.equals("xhtml")) {
      String now = narrative(text);
      return now.equals(text) ? value : new Json.Text(now);
    }
    return value;
  }

  private Json object(Json.Obj object, Shape shape) {
    var next = new LinkedHashMap<String, Json>();
    boolean changed = false;
    for (var member : object.members().entrySet()) {
      Json rewritten = member(shape, member.getKey(), member.getValue());
      changed |= rewritten != member.getValue();
      next.put(member.getKey(), rewritten);
    }
    return changed ? new Json.Obj(next) : object;
  }

  private Json member(Shape shape, String name, Json value) {
    if (shape.name().equals("Reference")
        && name.equals("reference")
        && value instanceof Json.Text(String text)) {
      String now = target(text);
      return now.equals(text) ? value : new Json.Text(now);
    }
    if (name.startsWith("_")) return value(value, "Element");
    return Optional.ofNullable(shape.member(name))
        .map(member -> value(value, member.type()))
        .orElse(value);
  }

  private String target(String text) {
    String now = moved.get(text);
    return now == null ? reference.apply(text) : now;
  }

  private String narrative(String xhtml) {
    Matcher attribute = ATTRIBUTE.matcher(xhtml);
    return attribute.replaceAll(
        found -> {
          String link = found.group(3) == null ? found.group(4) : found.group(3);
          String now = moved.get(link);
          String kept = now == null ? found.group(2) : '"' + now + '"';
          return Matcher.quoteReplacement(found.group(1) + kept);
        });
  }
}
