package dev.anamnesis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A data directory that is thrown away. */
record Scratch(Path path) {

  Scratch() throws IOException {
    this(Files.createTempDirectory("anamnesis-bench"));
  }

  /** Where PostgreSQL keeps tables and indexes. */
  Path database() {
    return path.resolve("postgres/base");
  }

  void delete() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
