package dev.anamnesis.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What growth cost.
 *
 * @param sizes by resources of the server
 * @param hot by versions of one resource
 */
record Grown(List<Point> sizes, List<Point> hot) {

  /** What a cost may have grown to at the last size. */
  static final double MOST = 1.3;

  /**
   * One scenario at one size.
   *
   * @param versions of the whole server, or of the one resource
   */
  record Point(long size, long versions, Measured measured) {
    double cost() {
      return measured.cpu().both() > 0 ? measured.cpu().both() : measured.waits().median();
    }
  }

  Grown {
    sizes = List.copyOf(sizes);
    hot = List.copyOf(hot);
  }

  /** The names in their order. */
  static List<String> scenarios(List<Point> points) {
    return points.stream().map(p -> p.measured().scenario()).distinct().toList();
  }

  static List<Point> of(List<Point> points, String scenario) {
    return points.stream().filter(p -> p.measured().scenario().equals(scenario)).toList();
  }

  String tables() {
    return "\nCPU ms an operation by resources (p50 ms where no processes were given)\n\n"
        + table(sizes)
        + (hot.isEmpty() ? "" : "\nby versions of one resource, one client\n\n" + table(hot));
  }

  private static String table(List<Point> points) {
    var columns = points.stream().mapToLong(Point::size).distinct().boxed().toList();
    var text = new StringBuilder("| scenario |");
    columns.forEach(size -> text.append(String.format(Locale.ROOT, " %,d |", size)));
    text.append(" last / first | errors |\n|---|").append("---|".repeat(columns.size() + 2));
    for (String scenario : scenarios(points)) {
      List<Point> row = of(points, scenario);
      text.append("\n| ").append(scenario).append(" |");
      row.forEach(point -> text.append(String.format(Locale.ROOT, " %.3f |", point.cost())));
      double times = row.getLast().cost() / Math.max(1e-9, row.getFirst().cost());
      long errors = row.stream().mapToLong(point -> point.measured().errors()).sum();
      text.append(String.format(Locale.ROOT, " %.2f | %d |", times, errors));
    }
    return text.append('\n').toString();
  }

  String json() {
    return "{\"sizes\":[\n" + rows(sizes) + "],\n\"hot\":[\n" + rows(hot) + "]}\n";
  }

  private static String rows(List<Point> points) {
    return points.stream()
        .map(
            p ->
                "{\"size\":%d,\"versions\":%d,\"measured\":%s}"
                    .formatted(p.size(), p.versions(), p.measured().json()))
        .collect(Collectors.joining(",\n"));
  }
}
