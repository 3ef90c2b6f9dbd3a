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
import java.util.Optional;
import java.util.Set;

/** Keeps a second server off the same folder, for as long as this process lives. */
final class DataLock implements AutoCloseable {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @param option what names the folder, such as {@code --data}
   */
  static DataLock take(Path folder, String option) throws BadStart {
    return taken(folder, option)
        .orElseThrow(
            () ->
                new BadStart(
                    "Another Anamnesis uses the folder %s: stop it, or give another %s."
                        .formatted(folder, option)));
  }

  /** Empty where another server uses it. */
  static Optional<DataLock> taken(Path folder, String option) throws BadStart {
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      FileChannel channel =
          FileChannel.open(
              folder.resolve("anamnesis.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (lock(channel) != null) return Optional.of(new DataLock(channel));
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new BadStart(
          "The folder %s cannot be written: give another %s.".formatted(folder, option));
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
