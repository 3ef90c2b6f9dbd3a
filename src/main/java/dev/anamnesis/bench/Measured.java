package dev.anamnesis.bench;

import java.util.Locale;

/**
 * How one scenario went.
 *
 * @param rate operations a second
 * @param cpu milliseconds of processor time an operation
 */
record Measured(String scenario, int clients, double rate, Waits waits, long errors, Cpu.Used cpu) {

  /** Milliseconds of a request. */
  record Waits(double median, double p95, double p99) {}

  static String head() {
    return """
        | scenario | clients | ops/s | p50 ms | p95 ms | p99 ms | errors | CPU ms/op | server | database | JIT | goal | HAPI JPA |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|""";
  }

  String row() {
    return String.format(
            Locale.ROOT,
            "| %s | %d | %,.0f | %.2f | %.2f | %.2f | %d | %.3f | %.3f | %.3f | %.0f %% | ",
            scenario,
            clients,
            rate,
            waits.median(),
            waits.p95(),
            waits.p99(),
            errors,
            cpu.both(),
            cpu.server(),
            cpu.database(),
            100 * cpu.compilers() / Math.max(1e-9, cpu.both()))
        + Goal.of(scenario).map(goal -> goal.goal() + " | " + goal.peer()).orElse(" | ")
        + " |";
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"scenario\":\"%s\",\"clients\":%d,\"opsPerSecond\":%.1f,\"p50\":%.3f,\"p95\":%.3f,\"p99\":%.3f,\"errors\":%d,"
            + "\"cpuMillis\":%.4f,\"serverMillis\":%.4f,\"databaseMillis\":%.4f,\"compilerMillis\":%.4f%s}",
        scenario,
        clients,
        rate,
        waits.median(),
        waits.p95(),
        waits.p99(),
        errors,
        cpu.both(),
        cpu.server(),
        cpu.database(),
        cpu.compilers(),
        Goal.of(scenario)
            .map(goal -> ",\"goalMillis\":%s,\"peerMillis\":%s".formatted(goal.goal(), goal.peer()))
            .orElse(""));
  }
}
