package dev.anamnesis.fhir.json;

/** XML as it is written, element by element: in one line, or an element a line for people. */
final class XmlOut {

  private final StringBuilder text;
  private final boolean pretty;
  private int depth;

  XmlOut(int expected, boolean pretty) {
    this.text = new StringBuilder(expected).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    this.pretty = pretty;
  }

  /** Begins a start tag, which {@link #inside} or {@link #end()} ends. */
  void tag(String name) {
    line();
    text.append('<').append(name);
  }

  /**
   * @param value not yet escaped
   */
  void attribute(String name, String value) {
    text.append(' ').append(name).append("=\"");
    XhtmlText.escape(text, value, true);
    text.append('"');
  }

  /** The element has others in it. */
  void inside() {
    text.append('>');
    depth++;
  }

  /** The element has nothing in it. */
  void end() {
    text.append("/>");
  }

  void end(String name) {
    depth--;
    line();
    text.append("</").append(name).append('>');
  }

  /** A narrative, as it is: white space counts in it. */
  void narrative(String div) {
    line();
    text.append(div);
  }

  private void line() {
    if (pretty) text.append('\n').append("  ".repeat(depth));
  }

  @Override
  public String toString() {
    return pretty ? text + "\n" : text.toString();
  }
}
