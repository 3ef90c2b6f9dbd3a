package dev.anamnesis.fhir.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One body on its way in: checks each value against its shape and writes it canonically. */
final class Reading {

  private static final Set<String> STREAM_S_OWN = Set.of("versionId", "lastUpdated");

  private final JsonParser parser;
  private final byte[] body;
  private final JsonFactory json;
  private final StringBuilder out = new StringBuilder();
  private final List<Problem> problems = new ArrayList<>();
  private Optional<String> id = Optional.empty();

  Reading(JsonParser parser, byte[] body, JsonFactory json) {
    this.parser = parser;
    this.body = body;
    this.json = json;
  }

  List<Problem> problems() {
    return problems;
  }

  Optional<String> id() {
    return id;
  }

  private void problem(IssueKind kind, String code, Place place, String words) {
    if (problems.size() < ResourceReader.MOST_PROBLEMS) {
      problems.add(new Problem(kind, code, place.expression(), words));
    }
  }

  /** The top-level resource, cut into members. */
  Optional<Elements> resource(Shape shape, Place place) throws IOException {
    var members = new HashMap<String, String>();
    var seen = new Members(shape, place, this::problem);
    boolean typed = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      out.setLength(0);
      boolean first = seen.isNew(name);
      if (name.equals("resourceType")) {
        typed = resourceType(shape, place);
      } else if (name.equals("meta")) {
        parser.nextToken();
        meta(seen, place.member("meta"));
      } else {
        member(seen, name, place);
      }
      if (name.equals("id")) id = text(out);
      else if (first && !out.isEmpty()) members.put(name, out.toString());
    }
    if (!typed && problems.isEmpty()) {
      problem(IssueKind.STRUCTURE, "resource-type-missing", place, "The body has no resourceType.");
    }
    seen.finish();
    return problems.isEmpty() ? Optional.of(Elements.of(members)) : Optional.empty();
  }

  private static Optional<String> text(StringBuilder quoted) {
    return quoted.length() < 2
        ? Optional.empty()
        : Optional.of(quoted.substring(1, quoted.length() - 1));
  }

  private boolean resourceType(Shape shape, Place place) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_STRING && parser.getText().equals(shape.name())) return true;
    problem(
        IssueKind.INVALID,
        "resource-type-mismatch",
        place,
        "The body's resourceType is not " + shape.name() + ", as its place asks.");
    parser.skipChildren();
    return true;
  }

  /** Version and instant are the server's to say; what else meta holds is kept. */
  private void meta(Members above, Place place) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      problem(IssueKind.STRUCTURE, "wrong-type", place, "meta must be an object.");
      parser.skipChildren();
      return;
    }
    if (above.shape().member("meta") == null) {
      problem(IssueKind.STRUCTURE, "unknown-element", place, "This type has no meta.");
    }
    object(Shapes.R4.of("Meta"), place, STREAM_S_OWN);
    if (out.toString().equals("{}")) out.setLength(0);
  }

  private void member(Members seen, String name, Place parent) throws IOException {
    JsonToken token = parser.nextToken();
    boolean twin = name.startsWith("_");
    String owner = twin ? name.substring(1) : name;
    Shape.Member member = seen.shape().member(owner);
    Place place = parent.member(name);
    if (member == null || twin && !takesTwin(member)) {
      problem(
          IssueKind.STRUCTURE,
          "unknown-element",
          place,
          "R4 has no such element here. Remove it, or carry it as an extension.");
      parser.skipChildren();
      return;
    }
    if (member.many()) array(seen, member, name, twin, place, token);
    else single(member, twin, place, token);
  }

  private static boolean takesTwin(Shape.Member member) {
    return Primitives.is(member.type())
        && !member.type().equals("System")
        && !member.type().equals(Shape.RESOURCE_ID)
        && !member.type().equals("xhtml");
  }

  private void single(Shape.Member member, boolean twin, Place place, JsonToken token)
      throws IOException {
    if (token == JsonToken.START_ARRAY) {
      problem(IssueKind.STRUCTURE, "wrong-type", place, "There is one of it at most: no array.");
      parser.skipChildren();
      return;
    }
    if (token == JsonToken.VALUE_NULL) {
      problem(
          IssueKind.STRUCTURE, "empty-value", place, "null says nothing: leave the element out.");
      return;
    }
    value(member, twin, place, token);
  }

  private void array(
      Members seen, Shape.Member member, String name, boolean twin, Place place, JsonToken token)
      throws IOException {
    if (token != JsonToken.START_ARRAY) {
      problem(
          IssueKind.STRUCTURE,
          "wrong-type",
          place,
          "There may be several of it: an array is needed.");
      parser.skipChildren();
      return;
    }
    boolean nulls = takesTwin(member);
    int count = 0;
    int values = 0;
    out.append('[');
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY;
        item = parser.nextToken()) {
      Place at = place.item(count);
      if (count++ > 0) out.append(',');
      if (item == JsonToken.VALUE_NULL && nulls) {
        out.append("null");
        seen.gap(name, count - 1);
      } else {
        value(member, twin, at, item);
        values++;
      }
    }
    out.append(']');
    if (values == 0) {
      problem(
          IssueKind.STRUCTURE, "empty-value", place, "An empty array says nothing: leave it out.");
    }
    if (nulls) seen.array(name, count);
  }

  private void value(Shape.Member member, boolean twin, Place place, JsonToken token)
      throws IOException {
    if (twin) {
      object(place, token, Shapes.R4.of("Element"));
    } else if (Primitives.is(member.type())) {
      primitive(member.type(), place, token);
    } else if (member.type().equals("Resource")) {
      nested(place, token);
    } else {
      object(place, token, Shapes.R4.of(member.type()));
    }
  }

  private void object(Place place, JsonToken token, Shape shape) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      problem(IssueKind.STRUCTURE, "wrong-type", place, "An object is needed here.");
      parser.skipChildren();
      return;
    }
    object(shape, place, Set.of());
  }

  /** The members of the object whose brace was just read. */
  private void object(Shape shape, Place place, Set<String> left) throws IOException {
    int start = out.length();
    var seen = new Members(shape, place, this::problem);
    out.append('{');
    int count = 0;
    boolean empty = true;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      empty = false;
      int before = out.length();
      boolean isNew = seen.isNew(name);
      if (shape.resource() && name.equals("resourceType")) {
        resourceType(shape, place);
        out.append(count > 0 ? "," : "")
            .append("\"resourceType\":\"")
            .append(shape.name())
            .append('"');
        count++;
        continue;
      }
      if (count > 0) out.append(',');
      out.append('"').append(name).append("\":");
      member(seen, name, place);
      if (left.contains(name) || !isNew) out.setLength(before);
      else count++;
    }
    out.append('}');
    if (empty || count == 0 && left.isEmpty()) {
      problem(
          IssueKind.STRUCTURE, "empty-value", place, "An empty object says nothing: leave it out.");
    }
    seen.finish();
    if (out.length() < start) throw new IllegalStateException("the canonical text was cut too far");
  }

  /** A resource inside another: its own resourceType says what it must look like. */
  private void nested(Place place, JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      problem(IssueKind.STRUCTURE, "wrong-type", place, "A resource is needed here.");
      parser.skipChildren();
      return;
    }
    Optional<Shape> shape =
        Optional.ofNullable(TypeAhead.of(parser, body, json)).flatMap(Shapes.R4::resource);
    if (shape.isEmpty()) {
      problem(
          IssueKind.STRUCTURE,
          "resource-type-missing",
          place,
          "Its resourceType is missing or not R4's.");
      parser.skipChildren();
      return;
    }
    object(shape.get(), place, Set.of());
  }

  private void primitive(String type, Place place, JsonToken token) throws IOException {
    boolean right =
        switch (Primitives.kind(type)) {
          case STRING -> token == JsonToken.VALUE_STRING;
          case NUMBER ->
              token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
          case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
        };
    if (!right) {
      problem(
          IssueKind.STRUCTURE,
          "wrong-type",
          place,
          "The JSON type is not that of a FHIR " + type + ".");
      parser.skipChildren();
      return;
    }
    String text = parser.getText();
    if (token != JsonToken.VALUE_STRING) out.append(text);
    else JsonText.quote(out, text);
    Primitives.fault(type, text)
        .ifPresent(fault -> problem(fault.kind(), fault.code(), place, fault.words()));
  }
}
