package dev.anamnesis.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What processes and their children have used, from {@code /proc}; nothing where there is none. */
record Cpu(List<Long> pids) {

  /** Linux counts in hundredths of a second. */
  private static final double MILLIS_A_TICK = 10;

  Cpu {
    pids = List.copyOf(pids);
  }

  /** User and system time of all of them and their children, in milliseconds. */
  double millis() {
    double sum = 0;
    for (long pid : pids) {
      var process = ProcessHandle.of(pid);
      if (process.isEmpty()) continue;
      sum += own(pid, true);
      sum += process.get().descendants().mapToDouble(child -> own(child.pid(), false)).sum();
    }
    return sum;
  }

  private static double own(long pid, boolean withDead) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = Long.parseLong(cells[11]) + Long.parseLong(cells[12]);
      if (withDead) ticks += Long.parseLong(cells[13]) + Long.parseLong(cells[14]);
      return ticks * MILLIS_A_TICK;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Resident memory of the first one, in MB; 0 where it cannot be told. */
  long residentMegabytes() {
    if (pids.isEmpty()) return 0;
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pids.getFirst() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Bytes of all files below a folder. */
  static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
