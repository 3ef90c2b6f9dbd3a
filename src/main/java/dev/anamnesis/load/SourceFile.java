package dev.anamnesis.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * A file to load.
 *
 * @param name its path below the folder
 * @param lines whether each line is a resource of its own (ndjson)
 * @param size bytes on disk
 */
record SourceFile(Path path, String name, boolean lines, Packing packing, long size) {

  /** What the file is wrapped in. */
  enum Packing {
    PLAIN(""),
    GZIP(".gz"),
    BZIP2(".bz2");

    private final String ending;

    Packing(String ending) {
      this.ending = ending;
    }
  }

  /** All files below the folder that can be loaded, in order of their names. */
  static List<SourceFile> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(file -> of(folder, file).stream())
          .toList();
    }
  }

  private static Optional<SourceFile> of(Path folder, Path file) {
    String name = folder.relativize(file).toString();
    for (Packing packing : Packing.values()) {
      boolean lines = name.endsWith(".ndjson" + packing.ending);
      if (lines || name.endsWith(".json" + packing.ending)) {
        return Optional.of(new SourceFile(file, name, lines, packing, file.toFile().length()));
      }
    }
    return Optional.empty();
  }

  /** What it holds, unpacked. */
  InputStream open() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    return switch (packing) {
      case PLAIN -> in;
      case GZIP -> new GZIPInputStream(in, 1 << 16);
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
    };
  }
}
