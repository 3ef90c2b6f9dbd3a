package dev.anamnesis.bench;

import dev.anamnesis.bench.Scenario.Load;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Drives scenarios against a base URL with a number of clients at once. */
final class Bench {

  private final URI base;
  private final Cpu cpu;

  Bench(URI base, Cpu cpu) {
    this.base = base;
    this.cpu = cpu;
  }

  /** What one client saw: nanoseconds of each request. */
  private record Seen(long[] nanos, long operations, long errors) {}

  /** Sends without measuring. */
  void warm(Scenario scenario, int clients, double seconds)
      throws IOException, InterruptedException {
    if (seconds > 0) drive(scenario, clients, seconds);
  }

  Measured run(Scenario scenario, int clients, double seconds)
      throws IOException, InterruptedException {
    Cpu.Used before = cpu.used();
    long start = System.nanoTime();
    List<Seen> seen = drive(scenario, clients, seconds);
    double took = (System.nanoTime() - start) / 1e9;
    Cpu.Used used = cpu.used().since(before);
    long operations = seen.stream().mapToLong(Seen::operations).sum();
    long errors = seen.stream().mapToLong(Seen::errors).sum();
    long[] nanos = seen.stream().flatMapToLong(s -> Arrays.stream(s.nanos())).sorted().toArray();
    return new Measured(
        scenario.name(),
        clients,
        operations / took,
        new Measured.Waits(at(nanos, 0.5), at(nanos, 0.95), at(nanos, 0.99)),
        errors,
        used.each(operations));
  }

  private static double at(long[] sorted, double share) {
    if (sorted.length == 0) return 0;
    return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
  }

  private List<Seen> drive(Scenario scenario, int clients, double seconds)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    var futures = new ArrayList<Future<Seen>>();
    var seen = new ArrayList<Seen>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      for (int n = 0; n < clients; n++) {
        Load load = scenario.client().apply(n);
        futures.add(threads.submit(() -> client(load, end)));
      }
      for (var future : futures) seen.add(future.get());
    } catch (ExecutionException e) {
      throw new IOException("a client failed in: " + scenario.name(), e.getCause());
    }
    return seen;
  }

  private Seen client(Load load, long end) throws IOException {
    long[] nanos = new long[1024];
    int requests = 0;
    long operations = 0;
    long errors = 0;
    try (var wire = new Wire(base)) {
      for (long now = System.nanoTime(); now < end; ) {
        var reply = wire.send(load.next());
        long done = System.nanoTime();
        int counts = load.counts(reply);
        if (counts == 0) errors++;
        operations += counts;
        if (requests == nanos.length) nanos = Arrays.copyOf(nanos, requests * 2);
        nanos[requests++] = done - now;
        now = System.nanoTime();
      }
    }
    return new Seen(Arrays.copyOf(nanos, requests), operations, errors);
  }
}
