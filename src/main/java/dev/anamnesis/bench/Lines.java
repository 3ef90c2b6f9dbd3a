package dev.anamnesis.bench;

import dev.anamnesis.bench.Grown.Point;
import java.util.List;
import java.util.Locale;

/** Growth as lines: how many times the cost at the first size, over sizes by powers of ten. */
final class Lines {

  private static final int LEFT = 60;
  private static final int WIDTH = 520;
  private static final int HEIGHT = 260;
  private static final int TOP = 40;
  private static final int APART = 90;
  private static final int LEGEND = 320;
  private static final double MOST = 3;
  private static final List<String> COLOURS =
      List.of(
          "#3b6ea5", "#c0392b", "#2e8b57", "#8e44ad", "#d68910", "#17a589", "#7f8c8d", "#e377c2",
          "#5d4037", "#9dbbd9", "#bcbd22", "#34495e");

  private Lines() {}

  static String of(Grown grown) {
    boolean two = !grown.hot().isEmpty();
    var svg = new Svg(LEFT + WIDTH + LEGEND, (TOP + HEIGHT + APART) * (two ? 2 : 1));
    plot(svg, TOP, "resources", grown.sizes());
    if (two) plot(svg, 2 * TOP + HEIGHT + APART, "versions of one resource", grown.hot());
    return svg.done();
  }

  private static void plot(Svg svg, int top, String what, List<Point> points) {
    double least = points.stream().mapToLong(Point::size).min().orElse(1);
    double most = points.stream().mapToLong(Point::size).max().orElse(10);
    svg.text(LEFT, top - 14, "start", "cost of an operation, times that at the first size");
    for (int tick = 0; tick <= 6; tick++) {
      double times = tick * MOST / 6;
      svg.line(LEFT, y(top, times), LEFT + WIDTH, y(top, times), "#dddddd");
      svg.text(LEFT - 6, y(top, times) + 4, "end", String.format(Locale.ROOT, "%.1f", times));
    }
    svg.line(LEFT, y(top, Grown.MOST), LEFT + WIDTH, y(top, Grown.MOST), "#2e8b57");
    points.stream()
        .mapToLong(Point::size)
        .distinct()
        .forEach(
            size ->
                svg.text(
                    x(size, least, most),
                    top + HEIGHT + 16,
                    "middle",
                    String.format(Locale.ROOT, "%,d", size)));
    svg.text(LEFT + WIDTH / 2.0, top + HEIGHT + 34, "middle", what);
    List<String> scenarios = Grown.scenarios(points);
    for (int i = 0; i < scenarios.size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      svg.bar(LEFT + WIDTH + 20, top + i * 18, 10, 10, colour);
      svg.text(LEFT + WIDTH + 36, top + i * 18 + 9, "start", scenarios.get(i));
      line(svg, top, colour, Grown.of(points, scenarios.get(i)), least, most);
    }
  }

  private static void line(
      Svg svg, int top, String colour, List<Point> points, double least, double most) {
    double first = Math.max(1e-9, points.getFirst().cost());
    double lastX = 0;
    double lastY = 0;
    for (int i = 0; i < points.size(); i++) {
      double x = x(points.get(i).size(), least, most);
      double y = y(top, points.get(i).cost() / first);
      if (i > 0) svg.line(lastX, lastY, x, y, colour);
      svg.dot(x, y, colour);
      lastX = x;
      lastY = y;
    }
  }

  private static double x(double size, double least, double most) {
    double span = Math.log(Math.max(most / least, 1.0001));
    return LEFT + WIDTH * Math.log(Math.max(size, 1) / least) / span;
  }

  private static double y(int top, double times) {
    return top + HEIGHT * (1 - Math.min(times, MOST) / MOST);
  }
}
