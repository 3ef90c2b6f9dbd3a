package dev.anamnesis.bench;

import java.util.Locale;

/**
 * How one scenario went.
 *
 * @param rate operations a second
 * @param median milliseconds of a request, as are the others
 * @param cpu milliseconds of processor time an operation, of the given processes
 */
record Measured(
    String scenario,
    int clients,
    double rate,
    double median,
    double p95,
    double p99,
    long errors,
    double cpu) {

  static String head() {
    return """
        | scenario | clients | ops/s | p50 ms | p95 ms | p99 ms | errors | CPU ms/op |
        |---|---|---|---|---|---|---|---|""";
  }

  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,.0f | %.2f | %.2f | %.2f | %d | %.3f |",
        scenario,
        clients,
        rate,
        median,
        p95,
        p99,
        errors,
        cpu);
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"scenario\":\"%s\",\"clients\":%d,\"opsPerSecond\":%.1f,\"p50\":%.3f,\"p95\":%.3f,\"p99\":%.3f,\"errors\":%d,\"cpuMillis\":%.4f}",
        scenario,
        clients,
        rate,
        median,
        p95,
        p99,
        errors,
        cpu);
  }
}
