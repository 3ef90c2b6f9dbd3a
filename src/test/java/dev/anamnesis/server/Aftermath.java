package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.eventstore.ChainVerifier;
import dev.anamnesis.eventstore.FoldCheck;
import dev.anamnesis.eventstore.seal.MasterKey;
import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What is left of a server that was killed again and again. */
final class Aftermath {

  private Aftermath() {}

  /** SIGTERM: the server ends, and its PostgreSQL with it. */
  static void stopped(ServerProcess server) throws Exception {
    server.process().destroy();
    server.process().waitFor();
    assertThat(server.postmaster().filter(ProcessHandle::isAlive)).isEmpty();
  }

  /** The log is sound and what is served is its fold; how long it is. */
  static long positions(Path data) throws Exception {
    try (var database = EmbeddedDatabase.start(data);
        var pool = Pool.open(database.url(), Optional.of(database.user()), Optional.empty())) {
      Jdbi jdbi = Jdbi.create(pool);
      var random = new SecureRandom();
      var master = MasterKey.fromFile(data.resolve("master.key"));
      long positions =
          FoldCheck.check(jdbi, new Sealer(new PostgresKeyVault(jdbi, master, random), random));
      assertThat(new ChainVerifier(jdbi).verify())
          .isInstanceOfSatisfying(
              ChainVerifier.Finding.Sound.class,
              sound -> assertThat(sound.positions()).isEqualTo(positions));
      return positions;
    }
  }
}
