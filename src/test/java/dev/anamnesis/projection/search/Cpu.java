package dev.anamnesis.projection.search;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this JVM and PostgreSQL have used up.
 *
 * @param postmaster the process all of PostgreSQL's descend from
 */
record Cpu(long postmaster) {

  double millis() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return postgres() + system.getProcessCpuTime() / 1e6;
  }

  /** Of PostgreSQL alone. */
  double postgres() {
    return ProcessHandle.of(postmaster).stream()
        .flatMap(first -> Stream.concat(Stream.of(first), first.descendants()))
        .mapToDouble(process -> ticks(process.pid()) * 10.0)
        .sum();
  }

  /** Hundredths of a second, of the user and of the system. */
  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(cells[11]) + Long.parseLong(cells[12]);
    } catch (IOException e) {
      return 0;
    }
  }
}
