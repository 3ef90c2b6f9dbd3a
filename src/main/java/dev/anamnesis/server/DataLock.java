package dev.anamnesis.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Keeps a second server off the same data directory, for as long as this process lives. */
final class DataLock implements AutoCloseable {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  static DataLock take(Path data) throws BadStart {
    try {
      Files.createDirectories(data, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      FileChannel channel =
          FileChannel.open(
              data.resolve("anamnesis.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(channel);
      if (lock == null) {
        channel.close();
        throw new BadStart(
            "Another Anamnesis uses the data directory %s: stop it, or give another --data."
                .formatted(data));
      }
      return new DataLock(channel);
    } catch (IOException e) {
      throw new BadStart(
          "The data directory %s cannot be written: give another --data.".formatted(data));
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock lock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
