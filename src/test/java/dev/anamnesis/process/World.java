package dev.anamnesis.process;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.PostgresEventStore;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.BookedOnce;
import dev.anamnesis.projection.Bookings;
import dev.anamnesis.projection.Calendars;
import dev.anamnesis.projection.Currents;
import dev.anamnesis.projection.Deadlines;
import dev.anamnesis.projection.DuplicateOrders;
import dev.anamnesis.projection.Notices;
import dev.anamnesis.projection.Prescriptions;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.VersionsProjection;
import dev.anamnesis.server.TestDatabase;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A whole record with a clock that goes only when it is told to. */
final class World implements AutoCloseable {

  Instant now = Instant.parse("2030-01-01T00:00:00Z");

  private final Jdbi jdbi = TestDatabase.fresh();
  private final Deadlines deadlines = new Deadlines(jdbi);
  private final Sealer sealer = new Sealer(TestDatabase.vault(jdbi), new SecureRandom());
  private final ResourceTypes types = new ResourceTypes(jdbi);
  private final PostgresEventStore store =
      new PostgresEventStore(
          jdbi,
          sealer,
          TestDatabase.vault(jdbi),
          CommitListener.of(
              new VersionsProjection(types),
              new Bookings(BookedOnce.STAFF, () -> now),
              new Calendars(),
              new Prescriptions(DuplicateOrders.ALLOWED, new Notices()),
              deadlines),
          () -> now,
          100_000);
  private final Ledger ledger = new Ledger(store, 1 << 20);

  /** As a server that has just started would have them: with nothing in memory. */
  Processes processes(Periods periods) {
    var resources =
        new Resources(jdbi, types, sealer, new ServedVersions(0), new Currents(false, 0));
    return new Processes(new Ledger(store, 1 << 20), deadlines, resources, periods);
  }

  void state(String type, String id, String json) {
    var write =
        Write.of(
            new StreamId(type, id),
            new ResourceCommand.State(Elements.parse(json)),
            Expected.ANY,
            Method.PUT,
            Optional.empty());
    if (!(ledger.execute(write) instanceof Outcome.Stored)) {
      throw new IllegalArgumentException("not stored: " + json);
    }
  }

  String status(String type, String id) {
    return elements(type, id).text("status").orElse("");
  }

  Elements elements(String type, String id) {
    return ledger.standing(new StreamId(type, id)).existence().last();
  }

  int version(String type, String id) {
    return ledger.standing(new StreamId(type, id)).version();
  }

  @Override
  public void close() {
    store.close();
  }
}
