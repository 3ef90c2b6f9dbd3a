package dev.anamnesis.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.anamnesis.eventstore.Migrations;
import dev.anamnesis.projection.search.KeptPlans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A PostgreSQL with its data in a folder that outlives the run: for figures at size. */
public final class KeptDatabase implements AutoCloseable {

  private final EmbeddedDatabase database;
  private final Path directory;

  private KeptDatabase(EmbeddedDatabase database, Path directory) {
    this.database = database;
    this.directory = directory;
  }

  public static KeptDatabase open(Path directory) {
    try {
      return new KeptDatabase(EmbeddedDatabase.start(directory), directory);
    } catch (BadStart e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * As a server has them.
   *
   * @param writing with our schema
   * @param searching keeps its plans
   */
  public record Connections(Jdbi writing, Jdbi searching) {}

  /** To a database of this name, which is made where there is none. */
  public Connections to(String name) {
    var all = Jdbi.create(database.url(), database.user(), "");
    all.useHandle(
        handle -> {
          boolean made =
              handle
                  .createQuery("select exists (select 1 from pg_database where datname = :name)")
                  .bind("name", name)
                  .mapTo(Boolean.class)
                  .one();
          if (!made) handle.execute("create database " + name);
        });
    try {
      HikariDataSource pool =
          Pool.open(
              database.url().replaceAll("/postgres$", "/" + name),
              Optional.of(database.user()),
              Optional.empty());
      Jdbi writing = Jdbi.create(pool);
      Migrations.run(writing);
      return new Connections(writing, KeptPlans.of(Jdbi.create(Pool.forSearches(pool))));
    } catch (BadStart e) {
      throw new IllegalStateException(e);
    }
  }

  /** The process all of PostgreSQL's descend from. */
  public long postmaster() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("postgres/postmaster.pid"));
    return Long.parseLong(lines.getFirst().strip());
  }

  @Override
  public void close() throws IOException {
    database.close();
  }
}
