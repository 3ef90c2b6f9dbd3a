package dev.anamnesis.server;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A database to look at: an external one, one that is served just now, or one that is started. */
final class StoredData implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Jdbi jdbi;

  private StoredData(Settings settings) throws BadStart, IOException {
    this.jdbi = Jdbi.create(pool(settings));
  }

  static StoredData open(Settings settings) throws BadStart, IOException {
    return new StoredData(settings);
  }

  private HikariDataSource pool(Settings settings) throws BadStart, IOException {
    HikariDataSource pool;
    if (settings.database().isPresent()) {
      var external = settings.database().get();
      pool = Pool.open(external.url(), external.user(), external.password());
    } else {
      Optional<String> running = running(settings.data());
      String url = running.isPresent() ? running.get() : started(settings);
      pool = Pool.open(url, Optional.of("postgres"), Optional.empty());
    }
    opened.push(pool);
    return pool;
  }

  private String started(Settings settings) throws BadStart {
    var embedded = EmbeddedDatabase.start(settings.data());
    opened.push(embedded);
    return embedded.url();
  }

  /** The embedded PostgreSQL of a server that is up. */
  private static Optional<String> running(Path data) throws IOException {
    Path file = data.resolve("postgres/postmaster.pid");
    if (!Files.exists(file)) return Optional.empty();
    String port = Files.readAllLines(file).get(3).strip();
    return Optional.of("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("The database did not stop cleanly: " + e.getClass().getSimpleName());
      }
    }
  }
}
