package dev.anamnesis.fhir.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Writes canonical JSON as FHIR XML, in the order of the definitions. */
public final class XmlWriter {

  private final JsonFactory json = new JsonFactory();

  /** UTF-8, from canonical JSON that this server stored. */
  public byte[] write(byte[] resource) {
    return write(resource, false);
  }

  /** The same laid out for people. */
  public byte[] writePretty(byte[] resource) {
    return write(resource, true);
  }

  private byte[] write(byte[] resource, boolean pretty) {
    var out = new XmlOut(resource.length * 2, pretty);
    resource(out, new String(resource, StandardCharsets.UTF_8), true);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void resource(XmlOut out, String json, boolean root) {
    Elements members = Elements.parse(json);
    String type = members.text("resourceType").orElseThrow();
    out.tag(type);
    if (root) out.attribute("xmlns", "http://hl7.org/fhir");
    out.inside();
    Shape shape = Shapes.R4.of(type);
    for (Shape.Member member : shape.members().values()) {
      if (member.type().equals("System")) {
        members
            .get(member.name())
            .ifPresent(
                id -> {
                  out.tag("id");
                  out.attribute("value", text(id));
                  out.end();
                });
      } else {
        member(out, member, members);
      }
    }
    out.end(type);
  }

  private void member(XmlOut out, Shape.Member member, Elements parent) {
    List<String> values = items(parent, member.name(), member.many());
    List<String> twins = items(parent, "_" + member.name(), member.many());
    for (int i = 0; i < Math.max(values.size(), twins.size()); i++) {
      Optional<String> value = at(values, i);
      Optional<String> twin = at(twins, i);
      if (member.type().equals("xhtml")) out.narrative(text(value.orElse("\"\"")));
      else if (Primitives.is(member.type())) primitive(out, member.name(), value, twin);
      else if (member.type().equals("Resource")) {
        out.tag(member.name());
        out.inside();
        resource(out, value.orElseThrow(), false);
        out.end(member.name());
      } else
        object(
            out, member.name(), Shapes.R4.of(member.type()), Elements.parse(value.orElseThrow()));
    }
  }

  private static List<String> items(Elements parent, String name, boolean many) {
    if (many) return parent.items(name);
    return parent.get(name).map(Collections::singletonList).orElse(List.of());
  }

  private static Optional<String> at(List<String> items, int index) {
    return index < items.size() && !items.get(index).equals("null")
        ? Optional.of(items.get(index))
        : Optional.empty();
  }

  private void primitive(XmlOut out, String name, Optional<String> value, Optional<String> twin) {
    Elements element = twin.map(Elements::parse).orElse(Elements.NONE);
    out.tag(name);
    element.get("id").ifPresent(id -> out.attribute("id", text(id)));
    value.ifPresent(v -> out.attribute("value", text(v)));
    List<String> extensions = element.items("extension");
    if (extensions.isEmpty()) {
      out.end();
      return;
    }
    out.inside();
    for (String extension : extensions) {
      object(out, "extension", Shapes.R4.of("Extension"), Elements.parse(extension));
    }
    out.end(name);
  }

  /** Ids and an extension's url are attributes. */
  private void object(XmlOut out, String name, Shape shape, Elements members) {
    out.tag(name);
    for (Shape.Member member : shape.members().values()) {
      if (member.type().equals("System")) {
        members.get(member.name()).ifPresent(value -> out.attribute(member.name(), text(value)));
      }
    }
    out.inside();
    for (Shape.Member member : shape.members().values()) {
      if (!member.type().equals("System")) member(out, member, members);
    }
    out.end(name);
  }

  /** A string without quotes and escapes; a number or a boolean as it is spelled. */
  private String text(String value) {
    if (!value.startsWith("\"")) return value;
    if (value.indexOf('\\') < 0) return value.substring(1, value.length() - 1);
    try (JsonParser parser = json.createParser(value)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
