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
      XmlPlaces reader = entered(body);
      if (!reader.isStartElement()) {
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
      if (!XmlToJson.FHIR.equals(reader.getNamespaceURI())) {
        return invalid(
            "xml-namespace",
            expectedType,
            "The root element is not in the namespace " + XmlToJson.FHIR + ".");
      }
      return json.read(rewritten(reader, expectedType, new XmlToJson(reader)), expectedType);
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

  /**
   * A batch some of whose entries are not what R4 allows; empty where it is no batch, or wrong
   * beyond its entries.
   */
  public Optional<Salvaged> salvaged(byte[] body) {
    try {
      XmlPlaces reader = entered(body);
      if (!reader.isStartElement() || !reader.getLocalName().equals("Bundle")) {
        return Optional.empty();
      }
      var rewriting = XmlToJson.salvaging(reader);
      byte[] bundle = rewritten(reader, "Bundle", rewriting);
      return Salvaged.of(bundle, json).map(found -> found.besides(rewriting.passedOver()));
    } catch (XmlToJson.Unreadable | XMLStreamException e) {
      return Optional.empty();
    }
  }

  /** At the root element, or at what stands in its place. */
  private static XmlPlaces entered(byte[] body) throws XMLStreamException {
    var reader = new XmlPlaces(Narrative.Xml.reader(new ByteArrayInputStream(body)));
    int event = reader.next();
    while (event == XMLStreamReader.COMMENT || event == XMLStreamReader.PROCESSING_INSTRUCTION) {
      event = reader.next();
    }
    return reader;
  }

  /** To the document's end, as JSON. */
  private static byte[] rewritten(XmlPlaces reader, String type, XmlToJson rewriting)
      throws XMLStreamException {
    String text = rewriting.resource(Shapes.R4.of(type), Place.root(type), 0);
    while (reader.hasNext()) reader.next();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Read invalid(String code, String expression, String words) {
    return new Read.Invalid(List.of(new Problem(IssueKind.STRUCTURE, code, expression, words)));
  }
}
