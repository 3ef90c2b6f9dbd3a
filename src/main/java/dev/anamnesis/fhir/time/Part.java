package dev.anamnesis.fhir.time;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the parameters of a Parameters resource (https://hl7.org/fhir/R4/parameters.html). */
final class Part {

  private static final Shape PARAMETER = Shapes.R4.of("Parameters.parameter");

  private Part() {}

  static Json.Obj code(String name, String code) {
    return valued(name, "code", new Json.Text(code));
  }

  static Json.Obj text(String name, String text) {
    return valued(name, "string", new Json.Text(text));
  }

  static Json.Obj number(String name, long number) {
    return valued(name, "integer", new Json.Num(Long.toString(number)));
  }

  static Json.Obj valued(String name, String type, Json value) {
    var members = new LinkedHashMap<String, Json>();
    members.put("name", new Json.Text(name));
    members.put(open(type), value);
    return new Json.Obj(members);
  }

  static Json.Obj of(String name, List<Json.Obj> parts) {
    return new Json.Obj(Map.of("name", new Json.Text(name)))
        .with("part", new Json.Arr(List.copyOf(parts)));
  }

  static Json.Obj resource(String name, Json resource) {
    return new Json.Obj(Map.of("name", new Json.Text(name))).with("resource", resource);
  }

  /** A whole Parameters resource as canonical JSON. */
  static String parameters(List<Json.Obj> parameters) {
    var resource = new Json.Obj(Map.of("resourceType", new Json.Text("Parameters")));
    return parameters.isEmpty()
        ? resource.text()
        : resource.with("parameter", new Json.Arr(List.copyOf(parameters))).text();
  }

  /**
   * An element of a resource as a part: under the {@code value[x]} of its type where Parameters has
   * one, else member by member (https://hl7.org/fhir/R4/fhirpatch.html).
   */
  static Json.Obj element(String name, Shape.Member member, Spot spot) {
    String type = member.type();
    if (type.equals("Resource")) return resource(name, spot.value());
    if (isOpen(type) || Shapes.R4.find(type).isEmpty()) return primitive(name, type, spot);
    return of(name, parts(Shapes.R4.of(type), (Json.Obj) spot.value()));
  }

  private static Json.Obj primitive(String name, String type, Spot spot) {
    String value = open(type);
    var made = new Json.Obj(Map.of("name", new Json.Text(name)));
    if (!spot.value().equals(Json.NULL)) made = made.with(value, spot.value());
    return spot.beside().isPresent() ? made.with("_" + value, spot.beside().get()) : made;
  }

  private static List<Json.Obj> parts(Shape shape, Json.Obj element) {
    var parts = new ArrayList<Json.Obj>();
    for (Shape.Member member : shape.members().values()) {
      for (Spot spot : Spot.of(element, member)) parts.add(element(named(member), member, spot));
    }
    return parts;
  }

  /** {@code value} for {@code valueString}, where the part's own value tells the type. */
  static String named(Shape.Member member) {
    return !member.choice().isEmpty() && isOpen(member.type()) ? member.choice() : member.name();
  }

  private static boolean isOpen(String type) {
    return PARAMETER.member(valueOf(type)) != null;
  }

  /** Element ids, urls of extensions and narrative have no value[x] of their own. */
  private static String open(String type) {
    return isOpen(type) ? valueOf(type) : "valueString";
  }

  private static String valueOf(String type) {
    return "value" + Character.toUpperCase(type.charAt(0)) + type.substring(1);
  }
}
