package dev.anamnesis.server;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A server's hold on its database, for as long as it runs: an embedded one is its server's alone,
 * which may then remember what is current; another one is shared.
 */
record Share(Connection connection, boolean isOnly) implements AutoCloseable {

  /** One lock for the servers of one database; "anamnesS" in ASCII. */
  private static final String LOCK = "7020660430373513555";

  /** Of the embedded database; where somebody is there already nothing is remembered. */
  static Share embedded(HikariDataSource pool) throws BadStart {
    var alone = tried(pool, "pg_try_advisory_lock");
    if (alone.isOnly) return alone;
    alone.close();
    return given(pool);
  }

  /** Of a database that several servers may write to. */
  static Share given(HikariDataSource pool) throws BadStart {
    var shared = tried(pool, "pg_try_advisory_lock_shared");
    if (!shared.isOnly) {
      shared.close();
      throw new BadStart(
          "The database at the --database-url belongs to a server that runs it embedded: use that server, or give both a PostgreSQL of its own.");
    }
    return new Share(shared.connection, false);
  }

  private static Share tried(HikariDataSource pool, String lock) throws BadStart {
    try {
      Connection connection = pool.getConnection();
      try (var query = connection.prepareStatement("select " + lock + "(" + LOCK + ")");
          var row = query.executeQuery()) {
        row.next();
        return new Share(connection, row.getBoolean(1));
      }
    } catch (SQLException e) {
      throw new BadStart("The database does not answer: look whether it takes connections.");
    }
  }

  @Override
  public void close() {
    try (connection;
        var statement = connection.createStatement()) {
      // The lock goes with the session, which the pool would keep.
      statement.execute("select pg_advisory_unlock_all()");
    } catch (SQLException e) {
      // the session is gone, and the lock with it
    }
  }
}
