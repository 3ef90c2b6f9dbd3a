package dev.anamnesis.fhir.json;

import dev.anamnesis.r4.Shapes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads FHIR XML (https://hl7.org/fhir/R4/xml.html) into the JSON that says the same, which then is
 * read and checked like any other. No DTD, no entities.
 */
public final class XmlReader {

  private final ResourceReader json = new ResourceReader();

  public Read read(byte[] body, String expectedType) {
    try {
      XMLStreamReader reader = Narrative.Xml.reader(new ByteArrayInputStream(body));
      int event = reader.next();
      while (event == XMLStreamReader.COMMENT || event == XMLStreamReader.PROCESSING_INSTRUCTION) {
        event = reader.next();
      }
      if (event != XMLStreamReader.START_ELEMENT) {
        return invalid(
            "xml-syntax", "", "The body holds a DTD or no element: send a plain FHIR resource.");
      }
      String root = reader.getLocalName();
      if (!root.equals(expectedType)) {
        return invalid(
            "resource-type-mismatch",
            expectedType,
            "The body's root element is not " + expectedType + ", as its place asks.");
      }
      var text = new StringBuilder();
      new XmlToJson(reader, text).resource(Shapes.R4.of(expectedType), Place.root(expectedType), 0);
      while (reader.hasNext()) reader.next();
      return json.read(text.toString().getBytes(StandardCharsets.UTF_8), expectedType);
    } catch (XmlToJson.Unreadable e) {
      return new Read.Invalid(List.of(e.problem));
    } catch (XMLStreamException e) {
      String where =
          Optional.ofNullable(e.getLocation())
              .map(
                  at -> "at line %d, column %d".formatted(at.getLineNumber(), at.getColumnNumber()))
              .orElse("somewhere");
      return invalid(
          "xml-syntax",
          "",
          "The body is not well-formed XML without DTD and entities: look " + where + ".");
    }
  }

  private static Read invalid(String code, String expression, String words) {
    return new Read.Invalid(List.of(new Problem(IssueKind.STRUCTURE, code, expression, words)));
  }
}
