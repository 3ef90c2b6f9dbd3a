package dev.anamnesis.fhir.bundle;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites what a resource points at: references, {@code uri}, {@code url} and {@code canonical}
 * elements and links in narrative (https://hl7.org/fhir/R4/http.html#transaction).
 */
final class Links {

  private static final Set<String> LINKS = Set.of("uri", "url", "canonical");

  /** Here a relative URL cannot stand. */
  private static final Set<String> URNS = Set.of("oid", "uuid");

  private static final Pattern ATTRIBUTE =
      Pattern.compile("(\\b(?:href|src)\\s*=\\s*)(\"([^\"]*)\"|'([^']*)')");

  private static final Pattern RELATIVE = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}");
  private static final Pattern RESTFUL = Pattern.compile("(https?://.*/)" + RELATIVE.pattern());

  private final Map<String, String> moved;
  private final UnaryOperator<String> reference;
  private final Optional<String> root;

  private Links(Map<String, String> moved, UnaryOperator<String> reference, Optional<String> root) {
    this.moved = moved;
    this.reference = reference;
    this.root = root;
  }

  /**
   * @param moved a fullUrl to the relative URL it has become
   * @param reference what a {@code Reference.reference} that is none of these becomes
   */
  static Links to(Map<String, String> moved, UnaryOperator<String> reference) {
    return new Links(Map.copyOf(moved), reference, Optional.empty());
  }

  /**
   * Those of an entry: relative references are meant below where its own fullUrl is
   * (https://hl7.org/fhir/R4/bundle.html#references).
   */
  Links of(Optional<String> fullUrl) {
    return new Links(
        moved,
        reference,
        fullUrl.map(RESTFUL::matcher).filter(Matcher::matches).map(found -> found.group(1)));
  }

  /**
   * The members with their links rewritten; the very same where there is nothing to rewrite. What
   * is put in has the form of what it replaces, so that the structure need not be read again.
   *
   * @param mayHaveLinks whether a member's text is worth a look
   */
  Elements rewritten(String type, Elements elements, Predicate<String> mayHaveLinks) {
    Shape shape = Shapes.R4.of(type);
    var next = new HashMap<String, String>();
    elements
        .members()
        .forEach(
            (name, text) -> {
              if (!mayHaveLinks.test(text)) return;
              Json member = Json.parse(text);
              Json now = member(shape, name, member);
              if (now != member) next.put(name, now.text());
            });
    return next.isEmpty() ? elements : elements.with(new Edit(Elements.of(next), new TreeSet<>()));
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
    if (URNS.contains(type) && moved.containsKey(text)) {
      throw Outcomes.unprocessable(
          "link-in-urn",
          "A value of type %s names an entry by its fullUrl, and what that becomes is no %s: use a uri."
              .formatted(type, type));
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
    if (now == null && root.isPresent() && RELATIVE.matcher(text).matches()) {
      now = moved.get(root.get() + text);
    }
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
