package dev.anamnesis.bench;

import java.util.Locale;

/** Writes what plots are made of. */
final class Svg {

  private final StringBuilder text = new StringBuilder();

  Svg(int width, int height) {
    put(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">",
        width, height, width, height);
    put("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
  }

  /**
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  Svg text(double x, double y, String anchor, String words) {
    return put(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(words));
  }

  Svg bar(double x, double y, double width, double height, String colour) {
    return put(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
        x, y, Math.max(0, width), height, colour);
  }

  Svg line(double x1, double y1, double x2, double y2, String colour) {
    return put(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, colour);
  }

  Svg dot(double x, double y, String colour) {
    return put("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>", x, y, colour);
  }

  private Svg put(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
    return this;
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  String done() {
    return text + "</svg>\n";
  }
}
