package dev.anamnesis.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.anamnesis.eventstore.Migrations;
import dev.anamnesis.eventstore.seal.MasterKey;
import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** One PostgreSQL for a test run, and a database of its own for whoever asks. */
public final class TestDatabase {

  /** Started when somebody asks for it. */
  private static final class Running {
    static final EmbeddedDatabase DATABASE = start();
  }

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Queue<HikariDataSource> POOLS = new ConcurrentLinkedQueue<>();

  private TestDatabase() {}

  private static EmbeddedDatabase start() {
    try {
      var database = EmbeddedDatabase.start(Files.createTempDirectory(Path.of("target"), "store"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(database)));
      return database;
    } catch (IOException | BadStart e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop(EmbeddedDatabase database) {
    try {
      database.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With our schema. */
  public static Jdbi fresh() {
    Jdbi jdbi = empty();
    Migrations.run(jdbi);
    return jdbi;
  }

  /** Keys under a master key that tests share. */
  public static PostgresKeyVault vault(Jdbi jdbi) {
    try {
      return new PostgresKeyVault(
          jdbi,
          MasterKey.fromText("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
          new SecureRandom());
    } catch (MasterKey.Unfit e) {
      throw new IllegalStateException(e);
    }
  }

  /** Destroys the key of what is about one patient. */
  public static void erase(Jdbi jdbi, String patient) {
    int erased =
        jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        "update vault.data_keys set wrapped = null where subject = :subject")
                    .bind("subject", "Patient/" + patient)
                    .execute());
    if (erased != 1) throw new AssertionError("keys destroyed: " + erased);
  }

  /** A connection of its own to the same database. */
  public static Connection connection(Jdbi jdbi) throws SQLException {
    String url = jdbi.withHandle(handle -> handle.getConnection().getMetaData().getURL());
    return DriverManager.getConnection(url, Running.DATABASE.user(), "");
  }

  /** One that sends text as it is, with {@code $1} in it too. */
  public static Connection plainConnection(Jdbi jdbi) throws SQLException {
    String url = jdbi.withHandle(handle -> handle.getConnection().getMetaData().getURL());
    var properties = new Properties();
    properties.setProperty("user", Running.DATABASE.user());
    properties.setProperty("preferQueryMode", "simple");
    return DriverManager.getConnection(url, properties);
  }

  /** Without any schema. */
  public static Jdbi empty() {
    // Many tests share one PostgreSQL and its connections: what earlier ones left idle is closed.
    POOLS.forEach(pool -> pool.getHikariPoolMXBean().softEvictConnections());
    String name = "test" + COUNT.incrementAndGet();
    Jdbi.create(Running.DATABASE.url(), Running.DATABASE.user(), "")
        .useHandle(handle -> handle.execute("create database " + name));
    try {
      var pool =
          Pool.open(
              Running.DATABASE.url().replaceAll("/postgres$", "/" + name),
              Optional.of(Running.DATABASE.user()),
              Optional.empty());
      pool.setMaximumPoolSize(10);
      pool.setMinimumIdle(0);
      pool.setIdleTimeout(10_000);
      POOLS.add(pool);
      return Jdbi.create(pool);
    } catch (BadStart e) {
      throw new IllegalStateException(e);
    }
  }
}
