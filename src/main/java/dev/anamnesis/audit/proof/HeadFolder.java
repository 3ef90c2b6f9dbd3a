package dev.anamnesis.audit.proof;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The folder outside the database: {@code key.pub}, and for each tree {@code log.heads} with its
 * signed heads and {@code log.marks} with eight bytes of each link, by which a forged position is
 * named.
 */
public final class HeadFolder {

  static final int MARK = 8;

  private final Path folder;

  public HeadFolder(Path folder) {
    this.folder = folder;
  }

  void open(HeadKey key) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("key.pub");
    if (!Files.exists(file)) Files.writeString(file, key.publicKey() + "\n");
  }

  /** Empty where nothing was ever written here. */
  Optional<String> publicKey() throws IOException {
    Path file = folder.resolve("key.pub");
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  /** A head of what is not marked here. */
  void append(TreeHead head) throws IOException {
    Files.writeString(
        heads(head.subject()),
        head.line() + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.SYNC);
  }

  /** Marks first: a head never speaks of links that are not marked. */
  void write(TreeHead head, long before, List<byte[]> links) throws IOException {
    try (var marks = new RandomAccessFile(marks(head.subject()).toFile(), "rw")) {
      marks.seek(before * MARK);
      for (byte[] link : links) marks.write(link, 0, MARK);
      marks.getFD().sync();
    }
    append(head);
  }

  /** In the order they were written. */
  List<TreeHead> heads(Subject subject, int most) throws IOException {
    Path file = heads(subject);
    if (!Files.exists(file)) return List.of();
    try (var lines = Files.lines(file)) {
      return lines.limit(most).map(TreeHead::of).flatMap(Optional::stream).toList();
    }
  }

  long marked(Subject subject) throws IOException {
    Path file = marks(subject);
    return Files.exists(file) ? Files.size(file) / MARK : 0;
  }

  /** Whether the link is the one that was marked; true where none was. */
  boolean agrees(RandomAccessFile marks, long position, byte[] link) throws IOException {
    if (position * MARK > marks.length()) return true;
    byte[] mark = new byte[MARK];
    marks.seek((position - 1) * MARK);
    marks.readFully(mark);
    return Arrays.equals(mark, Arrays.copyOf(link, MARK));
  }

  /** What is here now, copied into that folder. */
  void copyTo(Path other) throws IOException {
    Files.createDirectories(other);
    for (Subject subject : Subject.values()) {
      // Heads first: a head never speaks of links that are not marked.
      for (Path file : List.of(heads(subject), marks(subject))) {
        if (Files.exists(file)) Files.copy(file, other.resolve(file.getFileName()));
      }
    }
  }

  Path marks(Subject subject) {
    return folder.resolve(subject.label() + ".marks");
  }

  private Path heads(Subject subject) {
    return folder.resolve(subject.label() + ".heads");
  }
}
