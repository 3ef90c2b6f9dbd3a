package dev.anamnesis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The R4 examples and definitions (npm package hl7.fhir.r4.examples, CC0), fetched once into
 * target.
 */
public final class Examples {

  private static final Path FOLDER = Path.of("target", "examples", "package");

  private Examples() {}

  public static synchronized Path folder() {
    if (!Files.exists(FOLDER.resolve("package.json"))) fetch();
    return FOLDER;
  }

  public static String read(String name) {
    try {
      return Files.readString(folder().resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every resource of the package, by file name. */
  public static List<Path> resources() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> Character.isUpperCase(file.getFileName().toString().charAt(0)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fetch() {
    try {
      // The test JVM is steered through its own standard input and output: a child must have
      // neither.
      int exit =
          new ProcessBuilder("bash", ".ci/examples")
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (exit != 0) throw new IllegalStateException(".ci/examples failed: is npm there?");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
