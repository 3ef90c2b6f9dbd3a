package dev.anamnesis.fhir.json;

import java.io.StringReader;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Whether a narrative's {@code div} is well-formed XHTML without scripts, entities or a DTD. */
final class Narrative {

  static final Set<String> FORBIDDEN =
      Set.of(
          "script",
          "form",
          "object",
          "iframe",
          "embed",
          "base",
          "link",
          "frame",
          "frameset",
          "applet");

  private static final String NAMESPACE = "http://www.w3.org/1999/xhtml";

  private Narrative() {}

  static boolean isSafe(String div) {
    return PlainNarrative.isSafe(div) || isParsedSafe(div);
  }

  /** Whatever it is made of. */
  static boolean isParsedSafe(String div) {
    if (!div.startsWith("<div")) return false;
    try {
      XMLStreamReader reader = Xml.reader(new StringReader(div));
      if (reader.next() != XMLStreamReader.START_ELEMENT) return false;
      if (!NAMESPACE.equals(reader.getNamespaceURI()) || !isSafe(reader)) return false;
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT && !isSafe(reader)) return false;
      }
      return true;
    } catch (XMLStreamException e) {
      return false;
    }
  }

  private static boolean isSafe(XMLStreamReader element) {
    if (FORBIDDEN.contains(element.getLocalName())) return false;
    for (int i = 0; i < element.getAttributeCount(); i++) {
      if (element.getAttributeLocalName(i).startsWith("on")) return false;
    }
    return true;
  }

  /** Hardened parsers. */
  static final class Xml {

    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    private static XMLInputFactory factory() {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
      factory.setProperty(XMLInputFactory.IS_COALESCING, true);
      return factory;
    }

    static XMLStreamReader reader(java.io.InputStream bytes) throws XMLStreamException {
      return FACTORY.createXMLStreamReader(bytes);
    }

    static XMLStreamReader reader(java.io.Reader text) throws XMLStreamException {
      return FACTORY.createXMLStreamReader(text);
    }
  }
}
