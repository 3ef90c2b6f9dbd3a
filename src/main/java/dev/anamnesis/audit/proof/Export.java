package dev.anamnesis.audit.proof;

import dev.anamnesis.audit.AccessLines;
import dev.anamnesis.r4.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jdbi.v3.core.Handle;

/**
 * A folder with both logs: {@code log-1.ndjson.gz}, {@code access-1.ndjson.gz} and further files,
 * each named by its first position and cut after {@value #LINES} lines or {@value #CHARACTERS}
 * characters; {@code heads/} with the signed heads and one more for the end of the export; {@code
 * complete}, written last.
 */
public final class Export {

  static final int LINES = 500_000;
  static final long CHARACTERS = 256L << 20;
  private static final int PAGE = 1000;
  private static final long TOLD_EVERY = 100_000;
  private static final String COMPLETE = "complete";

  private final Path folder;

  public Export(Path folder) {
    this.folder = folder;
  }

  /** Whether it came to its end. */
  public boolean isComplete() {
    return Files.exists(folder.resolve(COMPLETE));
  }

  /** Whether there is nothing in its way. */
  public boolean isEmpty() throws IOException {
    if (!Files.exists(folder)) return true;
    try (var files = Files.list(folder)) {
      return files.findFirst().isEmpty();
    }
  }

  public HeadFolder heads() {
    return new HeadFolder(folder.resolve("heads"));
  }

  Path file(Subject subject, long first) {
    return folder.resolve("%s-%d.ndjson.gz".formatted(subject.label(), first));
  }

  ExportLinks links(Subject subject) {
    return new ExportLinks(this, subject);
  }

  /**
   * Writes all there is; memory does not grow with it. The handle's transaction should see one
   * state: repeatable read, begun after the heads were read.
   *
   * @param key signs how far the export goes, so that one that is cut short is told from it
   * @return how many lines of each log
   */
  public Map<Subject, Long> write(Handle handle, HeadKey key, Instant at, Consumer<String> progress)
      throws IOException {
    heads().open(key);
    var written = new EnumMap<Subject, Long>(Subject.class);
    for (Subject subject : Subject.values()) {
      var tree = new Tree();
      written.put(subject, lines(handle, subject, tree, progress));
      heads().append(TreeHead.signed(key, subject, tree.size(), tree.root(), at));
    }
    Files.writeString(
        folder.resolve(COMPLETE),
        "anamnesis-export-1 %d commits %d accesses %s%n"
            .formatted(written.get(Subject.LOG), written.get(Subject.ACCESS), at));
    return written;
  }

  /** Copies what was signed so far; to be done before the database is read. */
  public void takeHeads(HeadFolder from) throws IOException {
    Files.createDirectories(folder);
    from.copyTo(folder.resolve("heads"));
  }

  private long lines(Handle handle, Subject subject, Tree tree, Consumer<String> progress)
      throws IOException {
    long count = 0;
    long told = 0;
    List<Json.Obj> page = page(handle, subject, 0);
    while (!page.isEmpty()) {
      try (var out = writer(file(subject, count + 1))) {
        int lines = 0;
        long characters = 0;
        while (!page.isEmpty() && lines < LINES && characters < CHARACTERS) {
          for (Json.Obj line : page) {
            String text = line.text();
            out.write(text);
            out.write('\n');
            lines++;
            characters += text.length();
            count++;
            tree.append(HexFormat.of().parseHex(line.string("hash").orElseThrow()));
          }
          page = page(handle, subject, position(page.getLast()));
          if (count - told >= TOLD_EVERY) {
            told = count;
            progress.accept(subject.label() + ": " + count + " exported");
          }
        }
      }
    }
    return count;
  }

  private static long position(Json.Obj line) {
    return Long.parseLong(line.get("position").orElseThrow().text());
  }

  private static List<Json.Obj> page(Handle handle, Subject subject, long position) {
    return switch (subject) {
      case LOG -> LogLines.after(handle, position, PAGE);
      case ACCESS -> AccessLines.after(handle, position, PAGE);
    };
  }

  private static BufferedWriter writer(Path file) throws IOException {
    var out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16);
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  /** The file that begins with this position. */
  Optional<Path> next(Subject subject, long first) {
    return Optional.of(file(subject, first)).filter(Files::exists);
  }
}
