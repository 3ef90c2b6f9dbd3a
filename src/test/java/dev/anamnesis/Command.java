package dev.anamnesis;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program of its own, run to its end. */
final class Command {

  /**
   * How a command ended, and what it said.
   *
   * @param code -1 where it did not end in time
   */
  record Ended(int code, String output) {}

  private Command() {}

  /** In the project's folder, two minutes at most. */
  static Ended run(String... command) throws IOException, InterruptedException {
    return run(120, command);
  }

  static Ended run(int seconds, String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(Path.of("target"), "command", ".txt");
    // The test JVM is steered through its own standard input: a child must not have it.
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean done = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!done) process.destroyForcibly();
    return new Ended(
        done ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
  }
}
