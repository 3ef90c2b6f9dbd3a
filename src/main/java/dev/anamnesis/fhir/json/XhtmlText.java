package dev.anamnesis.fhir.json;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Spells a narrative's {@code div} out as text. */
final class XhtmlText {

  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  private XhtmlText() {}

  /** From the element just entered to its end. */
  static String read(XMLStreamReader xml) throws XMLStreamException {
    var out = new StringBuilder();
    open(xml, out, true);
    int opened = out.length();
    int depth = 1;
    while (depth > 0) {
      switch (xml.next()) {
        case XMLStreamReader.START_ELEMENT -> {
          open(xml, out, false);
          opened = out.length();
          depth++;
        }
        case XMLStreamReader.END_ELEMENT -> {
          close(xml, out, out.length() == opened);
          depth--;
        }
        case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> escape(out, xml.getText(), false);
        case XMLStreamReader.COMMENT -> out.append("<!--").append(xml.getText()).append("-->");
        case XMLStreamReader.ENTITY_REFERENCE ->
            throw new XMLStreamException("entities are not taken", xml.getLocation());
        default -> {}
      }
    }
    return out.toString();
  }

  private static void open(XMLStreamReader xml, StringBuilder out, boolean root) {
    out.append('<').append(name(xml));
    if (root) out.append(" xmlns=\"").append(XHTML).append('"');
    namespaces(xml, out, root);
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String prefix = xml.getAttributePrefix(i);
      out.append(' ');
      if (prefix != null && !prefix.isEmpty()) out.append(prefix).append(':');
      out.append(xml.getAttributeLocalName(i)).append("=\"");
      escape(out, xml.getAttributeValue(i), true);
      out.append('"');
    }
    out.append('>');
  }

  /** What is declared here, but the root's own. */
  private static void namespaces(XMLStreamReader xml, StringBuilder out, boolean root) {
    for (int i = 0; i < xml.getNamespaceCount(); i++) {
      String prefix = xml.getNamespacePrefix(i);
      String uri = xml.getNamespaceURI(i) == null ? "" : xml.getNamespaceURI(i);
      boolean isDefault = prefix == null || prefix.isEmpty();
      if (isDefault && root) continue;
      out.append(isDefault ? " xmlns" : " xmlns:" + prefix).append("=\"");
      escape(out, uri, true);
      out.append('"');
    }
  }

  private static String name(XMLStreamReader xml) {
    String prefix = xml.getPrefix();
    return prefix == null || prefix.isEmpty()
        ? xml.getLocalName()
        : prefix + ':' + xml.getLocalName();
  }

  /** An element that stayed empty is closed in its opening tag. */
  private static void close(XMLStreamReader xml, StringBuilder out, boolean empty) {
    if (empty) out.insert(out.length() - 1, '/');
    else out.append("</").append(name(xml)).append('>');
  }

  static void escape(StringBuilder out, String text, boolean attribute) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append(attribute ? "&quot;" : "\"");
        case '\n', '\r', '\t' -> {
          if (attribute || c == '\r') out.append("&#").append((int) c).append(';');
          else out.append(c);
        }
        default -> out.append(c);
      }
    }
  }
}
