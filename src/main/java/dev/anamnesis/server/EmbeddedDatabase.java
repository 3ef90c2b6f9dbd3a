package dev.anamnesis.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL 18 with its data under the data directory. The library is made for tests and starts it
 * without fsync; here everything that makes a commit durable is on.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Below 32,768, where Linux begins with those of outgoing connections. */
  private static final int FIRST_PORT = 20_000;

  private static final int PAST_PORTS = 32_000;

  private final DataLock lock;
  private final EmbeddedPostgres postgres;

  private EmbeddedDatabase(DataLock lock, EmbeddedPostgres postgres) {
    this.lock = lock;
    this.postgres = postgres;
  }

  static EmbeddedDatabase start(Path data) throws BadStart {
    DataLock lock = DataLock.take(data, "--data");
    try {
      Path directory = data.toAbsolutePath().normalize().resolve("postgres");
      stopOrphan(directory);
      return new EmbeddedDatabase(lock, launch(data, directory));
    } catch (IOException | IllegalStateException e) {
      closeQuietly(lock);
      throw new BadStart(
          "The embedded PostgreSQL did not start in %s (%s): look at its disk space and rights."
              .formatted(data, e.getClass().getSimpleName()));
    }
  }

  private static EmbeddedPostgres launch(Path data, Path directory) throws IOException {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(data.toAbsolutePath().resolve("binaries").toFile())
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setPort(freePort())
        .setRegisterShutdownHook(false)
        .setPGStartupWait(PATIENCE)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("max_connections", "60")
        .setServerConfig("shared_buffers", "128MB")
        .setServerConfig("max_wal_size", "2GB")
        .setServerConfig("checkpoint_timeout", "15min")
        .setServerConfig("wal_compression", "on")
        .setServerConfig("random_page_cost", "1.1")
        .setServerConfig("jit", "off")
        .start();
  }

  /**
   * The library would take one of the ports that outgoing connections are given, too: one of these
   * could have it before PostgreSQL does, which then does not start.
   */
  private static int freePort() throws IOException {
    var random = new SecureRandom();
    for (int tries = 0; tries < 1_000; tries++) {
      int port = random.nextInt(FIRST_PORT, PAST_PORTS);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // taken: another
      }
    }
    throw new IOException("no port is free");
  }

  /**
   * A server that was killed leaves its PostgreSQL running: nobody else uses it, as we hold the
   * lock.
   */
  private static void stopOrphan(Path directory) throws IOException {
    Path pidFile = directory.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) return;
    List<String> lines = Files.readAllLines(pidFile);
    Optional<ProcessHandle> process =
        lines.isEmpty()
            ? Optional.empty()
            : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
    if (process.isEmpty() || !isPostgres(process.get())) return;
    process.get().destroy();
    try {
      process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IOException("the PostgreSQL that was left running does not stop", e);
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.contains("postgres")).orElse(false);
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
  }

  String user() {
    return "postgres";
  }

  private static void closeQuietly(DataLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // the process ends anyway
    }
  }

  @Override
  public void close() throws IOException {
    try {
      postgres.close();
    } finally {
      lock.close();
    }
  }
}
