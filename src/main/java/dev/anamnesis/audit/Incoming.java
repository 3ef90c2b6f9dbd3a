package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Instants;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is durable and waits for its place in the chain. To flush is to add one short row, which
 * needs no lock; to settle puts whole batches in their place, whichever server wrote them.
 */
final class Incoming {

  /** Blocks that are put in their place together: the log's writers wait meanwhile. */
  private static final int TOGETHER = 256;

  private final Jdbi jdbi;
  private final AccessTable table;
  private final References references;
  private final InstantSource clock;

  private record Stored(long id, byte[] block) {}

  Incoming(Jdbi jdbi, AccessTable table, References references, InstantSource clock) {
    this.jdbi = jdbi;
    this.table = table;
    this.references = references;
    this.clock = clock;
  }

  /** Returns when they are durable. */
  void add(List<Line> lines) {
    byte[] block = block(lines);
    try (Handle handle = jdbi.open();
        var insert =
            handle
                .getConnection()
                .prepareStatement("insert into audit.incoming (block) values (?)")) {
      insert.setBytes(1, block);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new AccessTable.LogLost(e);
    }
  }

  /** With what else a transaction writes. */
  void add(Appending to, List<Line> lines) {
    byte[] block = block(lines);
    to.add("insert into audit.incoming (block) values (:block)")
        .bind("block", (position, statement) -> statement.setBytes(position, block));
  }

  /** As of now. */
  private byte[] block(List<Line> lines) {
    return new Block(Instants.micros(clock.instant()), lines).bytes();
  }

  /** When it returns, all that was durable before has its place; what comes meanwhile may wait. */
  void settle() {
    long last = last();
    while (waits(last)) jdbi.useTransaction(this::place);
  }

  /** The highest there is; 0 for none. */
  private long last() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select coalesce(max(id), 0) from audit.incoming")
                .mapTo(Long.class)
                .one());
  }

  private boolean waits(long last) {
    if (last == 0) return false;
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select exists (select from audit.incoming where id <= :last)")
                .bind("last", last)
                .mapTo(Boolean.class)
                .one());
  }

  private void place(Handle transaction) {
    AccessTable.lock(transaction);
    List<Stored> taken =
        transaction
            .createQuery(
                """
                delete from audit.incoming
                where ctid = any(array(
                  select ctid
                  from audit.incoming
                  order by id
                  limit :most))
                returning id, block
                """)
            .bind("most", TOGETHER)
            .map((row, context) -> new Stored(row.getLong("id"), row.getBytes("block")))
            .list();
    var blocks = new ArrayList<Block>(taken.size());
    taken.stream()
        .sorted(Comparator.comparingLong(Stored::id))
        .forEach(stored -> blocks.add(Block.of(stored.block(), references::caller)));
    table.place(transaction, blocks);
  }
}
