package dev.anamnesis.fhir.json;

import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Rewrites FHIR XML as JSON, by the shapes: which elements repeat, which are numbers. */
final class XmlToJson {

  static final String FHIR = "http://hl7.org/fhir";
  private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  private final XmlPlaces xml;
  private final boolean salvages;

  /** What is wrong with entries of a Bundle that were passed over, by their index. */
  private final Map<Integer, Problem> passedOver = new LinkedHashMap<>();

  private XmlToJson(XmlPlaces xml, boolean salvages) {
    this.xml = xml;
    this.salvages = salvages;
  }

  XmlToJson(XmlPlaces xml) {
    this(xml, false);
  }

  /** Passes over an entry that cannot be read, and puts an empty object in its place. */
  static XmlToJson salvaging(XmlPlaces xml) {
    return new XmlToJson(xml, true);
  }

  Map<Integer, Problem> passedOver() {
    return passedOver;
  }

  /** Stops the reading with the one problem found. */
  static final class Unreadable extends RuntimeException {
    final transient Problem problem;

    Unreadable(String code, Place place, String words) {
      super(words, null, false, false);
      this.problem = new Problem(IssueKind.STRUCTURE, code, place.expression(), words);
    }
  }

  /** A member's values and, for primitives, their extensions. */
  private static final class Values {
    final List<String> values = new ArrayList<>();
    final List<String> twins = new ArrayList<>();
  }

  /** The resource whose element was just entered. */
  String resource(Shape shape, Place place, int depth) throws XMLStreamException {
    String body = members(shape, place, depth);
    String comma = body.isEmpty() ? "" : ",";
    return "{\"resourceType\":\"" + shape.name() + '"' + comma + body + '}';
  }

  /** The members of the element that was just entered, without braces. */
  private String members(Shape shape, Place place, int depth) throws XMLStreamException {
    if (depth > ResourceReader.DEEPEST) {
      throw new Unreadable("json-too-deep", place, "The body nests too deep.");
    }
    Map<Shape.Member, Values> members = new LinkedHashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = xml.getAttributeLocalName(i);
      // Where a schema is to be found says nothing of the resource.
      if (depth == 0 && SCHEMA.equals(xml.getAttributeNamespace(i))) continue;
      Shape.Member member = shape.member(name);
      if (member == null || !member.type().equals("System")) {
        throw new Unreadable(
            "unknown-element", place.member(name), "R4 has no such attribute here.");
      }
      values(members, member).values.add(quoted(xml.getAttributeValue(i)));
    }
    for (int event = xml.next(); event != XMLStreamReader.END_ELEMENT; event = xml.next()) {
      switch (event) {
        case XMLStreamReader.START_ELEMENT -> element(shape, members, place, depth);
        case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> {
          if (!xml.getText().isBlank()) {
            throw new Unreadable("unknown-element", place, "Text stands between elements.");
          }
        }
        case XMLStreamReader.ENTITY_REFERENCE, XMLStreamReader.DTD ->
            throw new Unreadable("xml-syntax", place, "Entities are not taken.");
        default -> {}
      }
    }
    return written(members);
  }

  private static Values values(Map<Shape.Member, Values> members, Shape.Member member) {
    return members.computeIfAbsent(member, m -> new Values());
  }

  private void element(Shape shape, Map<Shape.Member, Values> members, Place parent, int depth)
      throws XMLStreamException {
    String name = xml.getLocalName();
    Shape.Member member = shape.member(name);
    Place place = place(parent, name, member, members);
    String namespace = member != null && member.type().equals("xhtml") ? XHTML : FHIR;
    if (member == null
        || !namespace.equals(xml.getNamespaceURI())
        || member.type().equals("System") && !name.equals("id")) {
      throw new Unreadable("unknown-element", place, "R4 has no such element here.");
    }
    Values values = values(members, member);
    if (member.type().equals("xhtml")) values.values.add(quoted(XhtmlText.read(xml)));
    else if (member.type().equals("System")) primitive(member, values, place, depth);
    else if (Primitives.is(member.type())) primitive(member, values, place, depth);
    else if (member.type().equals("Resource")) values.values.add(contained(place, depth));
    else if (salvages && depth == 0 && name.equals("entry")) entry(member, values, place);
    else values.values.add('{' + members(Shapes.R4.of(member.type()), place, depth + 1) + '}');
  }

  private static Place place(
      Place parent, String name, Shape.@Nullable Member member, Map<Shape.Member, Values> members) {
    Place place = parent.member(name);
    if (member == null || !member.many()) return place;
    Values before = members.get(member);
    return place.item(before == null ? 0 : before.values.size());
  }

  private void entry(Shape.Member member, Values values, Place place) throws XMLStreamException {
    int level = xml.depth();
    try {
      values.values.add('{' + members(Shapes.R4.of(member.type()), place, 1) + '}');
    } catch (Unreadable e) {
      passedOver.put(values.values.size(), e.problem);
      values.values.add("{}");
      xml.leave(level);
    }
  }

  private String contained(Place place, int depth) throws XMLStreamException {
    if (xml.nextTag() != XMLStreamReader.START_ELEMENT) {
      throw new Unreadable("resource-type-missing", place, "A resource is needed here.");
    }
    Shape shape =
        Shapes.R4
            .resource(xml.getLocalName())
            .orElseThrow(
                () -> new Unreadable("resource-type-missing", place, "This is no R4 resource."));
    String text = resource(shape, place, depth + 1);
    if (xml.nextTag() != XMLStreamReader.END_ELEMENT) {
      throw new Unreadable("too-many", place, "There is more than one resource here.");
    }
    return text;
  }

  private void primitive(Shape.Member member, Values values, Place place, int depth)
      throws XMLStreamException {
    String value = xml.getAttributeValue(null, "value");
    String id = xml.getAttributeValue(null, "id");
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = xml.getAttributeLocalName(i);
      if (!name.equals("value") && !name.equals("id")) {
        throw new Unreadable(
            "unknown-element", place.member(name), "R4 has no such attribute here.");
      }
    }
    var extensions = new ArrayList<String>();
    for (int event = xml.next(); event != XMLStreamReader.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamReader.START_ELEMENT) {
        if (!xml.getLocalName().equals("extension")) {
          throw new Unreadable(
              "unknown-element",
              place.member(xml.getLocalName()),
              "A primitive holds extensions only.");
        }
        extensions.add(
            '{' + members(Shapes.R4.of("Extension"), place.member("extension"), depth + 1) + '}');
      } else if (event == XMLStreamReader.CHARACTERS && !xml.getText().isBlank()
          || event == XMLStreamReader.ENTITY_REFERENCE) {
        throw new Unreadable(
            "unknown-element", place, "The value belongs into the attribute value.");
      }
    }
    values.values.add(
        value == null
            ? "null"
            : Primitives.kind(member.type()) == Primitives.Kind.STRING
                ? quoted(value)
                : literal(value, place, member));
    values.twins.add(twin(id, extensions));
  }

  private static String literal(String value, Place place, Shape.Member member) {
    if (!Primitives.fits(member.type(), value)) {
      throw new Unreadable("bad-value", place, "The value is not a FHIR " + member.type() + ".");
    }
    return value;
  }

  private static String twin(@Nullable String id, List<String> extensions) {
    if (id == null && extensions.isEmpty()) return "null";
    var twin = new StringBuilder("{");
    if (id != null) twin.append("\"id\":").append(quoted(id));
    if (!extensions.isEmpty()) {
      if (id != null) twin.append(',');
      twin.append("\"extension\":[").append(String.join(",", extensions)).append(']');
    }
    return twin.append('}').toString();
  }

  private static String written(Map<Shape.Member, Values> members) {
    var parts = new ArrayList<String>();
    members.forEach(
        (member, values) -> {
          add(parts, member.name(), member.many(), values.values);
          add(parts, "_" + member.name(), member.many(), values.twins);
        });
    return String.join(",", parts);
  }

  private static void add(List<String> parts, String name, boolean many, List<String> values) {
    if (values.stream().allMatch("null"::equals)) return;
    boolean array = many || values.size() > 1;
    String text = array ? "[" + String.join(",", values) + "]" : values.getFirst();
    parts.add('"' + name + "\":" + text);
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder();
    JsonText.quote(quoted, text);
    return quoted.toString();
  }
}
