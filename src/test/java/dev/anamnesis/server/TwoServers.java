package dev.anamnesis.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.anamnesis.eventstore.seal.MasterKey;
import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Two servers with nothing in common but one PostgreSQL and its master key. */
record TwoServers(
    EmbeddedDatabase database, HikariDataSource pool, List<App> apps, MasterKey master)
    implements AutoCloseable {

  static TwoServers start() throws Exception {
    return start("strict");
  }

  /**
   * @param audit whether reads and writes are told to the access log
   */
  static TwoServers start(String audit) throws Exception {
    Path data = Files.createTempDirectory(Path.of("target"), "two");
    var database = EmbeddedDatabase.start(data);
    Path key = data.resolve("master.key");
    var master = MasterKey.fromFileOrNew(key, new SecureRandom());
    var flags =
        Map.of(
            "port", "0",
            "audit", audit,
            "database-url", database.url(),
            "database-user", database.user(),
            "master-key-file", key.toString());
    var apps =
        List.of(
            App.start(new SettingsReader(flags, Map.of()).read()),
            App.start(new SettingsReader(flags, Map.of()).read()));
    var pool = Pool.open(database.url(), Optional.of(database.user()), Optional.empty());
    return new TwoServers(database, pool, apps, master);
  }

  Client client(int number) {
    return new Client(apps.get(number % apps.size()).url());
  }

  Jdbi jdbi() {
    return Jdbi.create(pool);
  }

  String url() {
    return database.url() + "?user=" + database.user();
  }

  Sealer sealer() {
    return new Sealer(new PostgresKeyVault(jdbi(), master, new SecureRandom()), new SecureRandom());
  }

  @Override
  public void close() throws Exception {
    for (App app : apps) app.close();
    pool.close();
    database.close();
  }
}
