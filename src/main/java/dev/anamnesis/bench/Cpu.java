package dev.anamnesis.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What processes and their children have used, from {@code /proc}; nothing where there is none.
 *
 * @param pids the server first, then the database, which may be the server's child
 */
record Cpu(List<Long> pids) {

  /** Linux counts in hundredths of a second. */
  private static final double MILLIS_A_TICK = 10;

  Cpu {
    pids = List.copyOf(pids);
  }

  /**
   * Processor time in milliseconds.
   *
   * @param compilers what of the server's went to compiling Java, by the threads there are
   */
  record Used(double server, double database, double compilers) {

    static final Used NOTHING = new Used(0, 0, 0);

    Used since(Used before) {
      return new Used(
          server - before.server,
          database - before.database,
          Math.max(0, compilers - before.compilers));
    }

    Used each(long operations) {
      double by = Math.max(1, operations);
      return new Used(server / by, database / by, compilers / by);
    }

    double both() {
      return server + database;
    }
  }

  Used used() {
    if (pids.isEmpty()) return Used.NOTHING;
    double server = tree(pids.getFirst());
    double database = pids.stream().skip(1).mapToDouble(this::tree).sum();
    return new Used(server, database, compilers(pids.getFirst()));
  }

  /** User and system time of a process and its children but for those that are given themselves. */
  private double tree(long pid) {
    var process = ProcessHandle.of(pid);
    if (process.isEmpty()) return 0;
    double children =
        process
            .get()
            .children()
            .filter(child -> !pids.contains(child.pid()))
            .mapToDouble(child -> tree(child.pid()))
            .sum();
    return children + own(Path.of("/proc/" + pid + "/stat"), true);
  }

  private static double own(Path file, boolean withDead) {
    try {
      String stat = Files.readString(file);
      String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = Long.parseLong(cells[11]) + Long.parseLong(cells[12]);
      if (withDead) ticks += Long.parseLong(cells[13]) + Long.parseLong(cells[14]);
      return ticks * MILLIS_A_TICK;
    } catch (IOException e) {
      return 0;
    }
  }

  private static double compilers(long pid) {
    Path tasks = Path.of("/proc/" + pid + "/task");
    if (!Files.isDirectory(tasks)) return 0;
    try (Stream<Path> threads = Files.list(tasks)) {
      return threads
          .filter(Cpu::compiles)
          .mapToDouble(task -> own(task.resolve("stat"), false))
          .sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static boolean compiles(Path task) {
    try {
      String name = Files.readString(task.resolve("comm"));
      return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
    } catch (IOException e) {
      return false;
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
