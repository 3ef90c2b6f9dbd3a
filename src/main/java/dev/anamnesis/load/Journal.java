package dev.anamnesis.load;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What was accepted, one key a line, kept across runs. Holds no content. */
final class Journal implements AutoCloseable {

  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final String base;
  private final Writer out;

  private Journal(String base, Writer out) {
    this.base = base;
    this.out = out;
  }

  /**
   * @param base what is accepted by one server is not by another
   */
  static Journal open(Path file, String base) throws IOException {
    var journal =
        new Journal(
            base,
            Files.newBufferedWriter(
                file,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      lines.forEach(journal.accepted::add);
    }
    return journal;
  }

  private String line(Parcel parcel) {
    return parcel.key() + ' ' + base;
  }

  boolean has(Parcel parcel) {
    return accepted.contains(line(parcel));
  }

  /** Written before the next parcel is sent. A torn last line only makes one be sent again. */
  synchronized void add(Parcel parcel) throws IOException {
    if (!accepted.add(line(parcel))) return;
    out.write(line(parcel) + '\n');
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
