package dev.anamnesis.bench;

import java.util.List;
import java.util.Locale;

/**
 * Processor time an operation as bars, on a scale of powers of ten, with goal and peer as marks.
 */
final class Bars {

  private static final int LEFT = 300;
  private static final int WIDTH = 560;
  private static final int ROW = 20;
  private static final int TOP = 50;

  /** From a hundredth of a millisecond on. */
  private static final double LEAST = 0.001;

  private static final int DECADES = 6;
  private static final String SERVER = "#3b6ea5";
  private static final String DATABASE = "#9dbbd9";
  private static final String GOAL = "#2e8b57";
  private static final String PEER = "#c0392b";

  private Bars() {}

  /** The rows of one number of clients. */
  static String of(List<Measured> measured, int clients) {
    var rows = measured.stream().filter(m -> m.clients() == clients).toList();
    int bottom = TOP + rows.size() * ROW;
    var svg = new Svg(LEFT + WIDTH + 80, bottom + 40);
    svg.text(
        10, 18, "start", "CPU of server and database, ms an operation, " + clients + " clients");
    legend(svg);
    for (int decade = 0; decade <= DECADES; decade++) {
      double value = LEAST * Math.pow(10, decade);
      svg.line(x(value), TOP, x(value), bottom, "#dddddd");
      svg.text(x(value), bottom + 14, "middle", String.format(Locale.ROOT, "%.10s", value));
    }
    for (int i = 0; i < rows.size(); i++) row(svg, rows.get(i), TOP + i * ROW);
    return svg.done();
  }

  private static void legend(Svg svg) {
    String[] names = {"server", "database", "goal", "HAPI JPA 8.8"};
    String[] colours = {SERVER, DATABASE, GOAL, PEER};
    for (int i = 0; i < names.length; i++) {
      svg.bar(LEFT + i * 110, 28, 10, 10, colours[i]);
      svg.text(LEFT + i * 110 + 14, 37, "start", names[i]);
    }
  }

  /** The parts of a bar share its length, whose scale is not even. */
  private static void row(Svg svg, Measured row, int y) {
    svg.text(LEFT - 6, y + 13, "end", row.scenario());
    double all = row.cpu().both();
    double length = x(all) - LEFT;
    double server = all <= 0 ? 0 : length * row.cpu().server() / all;
    svg.bar(LEFT, y + 3, server, ROW - 7, SERVER);
    svg.bar(LEFT + server, y + 3, length - server, ROW - 7, DATABASE);
    Goal.of(row.scenario())
        .ifPresent(
            goal -> {
              svg.bar(x(goal.goal()) - 1.5, y + 1, 3, ROW - 3, GOAL);
              svg.bar(x(goal.peer()) - 1.5, y + 1, 3, ROW - 3, PEER);
            });
    double end = Math.max(x(all), LEFT);
    svg.text(end + 5, y + 13, "start", String.format(Locale.ROOT, "%.3f", all));
  }

  private static double x(double millis) {
    double decades = Math.log10(Math.max(millis, LEAST) / LEAST);
    return LEFT + WIDTH * Math.min(decades, DECADES) / DECADES;
  }
}
