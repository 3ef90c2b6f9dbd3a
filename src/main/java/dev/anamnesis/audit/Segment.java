package dev.anamnesis.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * One of a journal's files. All its room is written ahead: a flush then changes nothing but what it
 * says, and takes the disk one write.
 */
final class Segment implements AutoCloseable {

  /** Of most. */
  static final int BYTES = 1 << 20;

  private static final FileAttribute<?> OWNERS_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private long at;
  private long last;
  private boolean failed;

  private Segment(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  /** A new one, for frames of this size and smaller ones. */
  static Segment create(Path folder, String name, int frame) throws IOException {
    Path file = folder.resolve(name);
    int size = Math.max(BYTES, frame);
    Files.createFile(file, OWNERS_ONLY);
    try {
      try (var zeros = FileChannel.open(file, StandardOpenOption.WRITE)) {
        write(zeros, ByteBuffer.allocate(size), 0);
        zeros.force(true);
      }
      flush(folder);
      return new Segment(
          file, FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC), size);
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
  }

  private static void flush(Path folder) throws IOException {
    try (var names = FileChannel.open(folder)) {
      names.force(true);
    }
  }

  boolean holds(int frame) {
    return !failed && frame <= size - at;
  }

  /** The highest that is durable here. */
  long last() {
    return last;
  }

  /** Returns when it is durable; where it fails nothing more is written here. */
  void write(ByteBuffer frame, long sequence) throws IOException {
    failed = true;
    int bytes = frame.remaining();
    write(channel, frame, at);
    failed = false;
    at += bytes;
    last = sequence;
  }

  private static void write(FileChannel to, ByteBuffer bytes, long from) throws IOException {
    long at = from;
    while (bytes.hasRemaining()) at += to.write(bytes, at);
  }

  /** For other frames, whose numbers are higher than what still lies here. */
  boolean again(int frame) {
    if (failed || size != BYTES || frame > size) return false;
    at = 0;
    return true;
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
