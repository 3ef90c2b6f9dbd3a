package dev.anamnesis.load;

import java.io.PrintStream;
import java.util.Locale;

/** One line on stderr now and then: how far, how fast, how much longer. */
final class Progress {

  private static final long EVERY_NANOS = 1_000_000_000L;

  private final PrintStream err;
  private final int files;
  private final long bytes;
  private final long started = System.nanoTime();
  private int filesDone;
  private long bytesDone;
  private long resources;
  private long refused;
  private long told = started;

  /**
   * @param bytes of all files, as they are on disk: what the estimate goes by
   */
  Progress(PrintStream err, int files, long bytes) {
    this.err = err;
    this.files = files;
    this.bytes = bytes;
  }

  synchronized void taken(int count, int notTaken) {
    resources += count;
    refused += notTaken;
    long now = System.nanoTime();
    if (now - told < EVERY_NANOS) return;
    told = now;
    err.println(line(now));
  }

  synchronized void file(long size) {
    filesDone++;
    bytesDone += size;
  }

  private String line(long now) {
    double seconds = Math.max(1e-3, (now - started) / 1e9);
    String left = bytesDone == 0 ? "?" : clock((long) (seconds * (bytes - bytesDone) / bytesDone));
    return String.format(
        Locale.ROOT,
        "%d of %d files, %,d resources, %,.0f/s, %,d refused, %s left",
        filesDone,
        files,
        resources,
        resources / seconds,
        refused,
        left);
  }

  private static String clock(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** How it went in the end. */
  synchronized String summary() {
    double seconds = (System.nanoTime() - started) / 1e9;
    return String.format(
        Locale.ROOT,
        "%,d resources of %d files in %.1f s: %,.0f/s, %,d refused.",
        resources,
        filesDone,
        seconds,
        resources / Math.max(1e-3, seconds),
        refused);
  }
}
