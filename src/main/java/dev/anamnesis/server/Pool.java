package dev.anamnesis.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.anamnesis.projection.search.KeptPlans;
import java.util.Optional;

/** Connections to PostgreSQL. */
final class Pool {

  private static final int CONNECTIONS = 20;

  private Pool() {}

  static HikariDataSource open(String url, Optional<String> user, Optional<String> password)
      throws BadStart {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    user.ifPresent(config::setUsername);
    password.ifPresent(config::setPassword);
    return open(config);
  }

  /** Others to the same database, for searches: a plan once made is kept. */
  static HikariDataSource forSearches(HikariDataSource pool) throws BadStart {
    var config = new HikariConfig();
    config.setJdbcUrl(pool.getJdbcUrl());
    config.setUsername(pool.getUsername());
    config.setPassword(pool.getPassword());
    config.addDataSourceProperty("options", KeptPlans.SETTING);
    return open(config);
  }

  private static HikariDataSource open(HikariConfig config) throws BadStart {
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(10_000);
    config.setInitializationFailTimeout(10_000);
    config.setPoolName("anamnesis");
    // Whatever the database's default: what is acknowledged is flushed.
    config.setConnectionInitSql("set synchronous_commit = on");
    config.addDataSourceProperty("ApplicationName", "anamnesis");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("prepareThreshold", "3");
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException | IllegalArgumentException e) {
      throw new BadStart(
          "The database cannot be reached at the --database-url: look at host, port, name, user and password.");
    }
  }
}
