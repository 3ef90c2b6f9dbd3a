package dev.anamnesis.fhir.json;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/** Knows how deep in the elements it stands, so that what is left of one can be passed over. */
final class XmlPlaces extends StreamReaderDelegate {

  private int depth;

  XmlPlaces(XMLStreamReader reader) {
    super(reader);
  }

  @Override
  public int next() throws XMLStreamException {
    return counted(super.next());
  }

  @Override
  public int nextTag() throws XMLStreamException {
    return counted(super.nextTag());
  }

  private int counted(int event) {
    if (event == START_ELEMENT) depth++;
    if (event == END_ELEMENT) depth--;
    return event;
  }

  /** Of elements that were entered and not left. */
  int depth() {
    return depth;
  }

  /** Goes to the end of the element that was entered when the depth was this. */
  void leave(int level) throws XMLStreamException {
    while (depth >= level) next();
  }
}
