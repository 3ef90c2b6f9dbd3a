package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Instants;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is durable in the database and waits for its place in the chain: to flush is to add one
 * short row, which needs no lock.
 */
final class Incoming {

  private final Jdbi jdbi;
  private final References references;
  private final InstantSource clock;

  Incoming(Jdbi jdbi, References references, InstantSource clock) {
    this.jdbi = jdbi;
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

  /** The highest there is; 0 for none. */
  long last() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select coalesce(max(id), 0) from audit.incoming")
                .mapTo(Long.class)
                .one());
  }

  boolean waits(long last) {
    if (last == 0) return false;
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select exists (select from audit.incoming where id <= :last)")
                .bind("last", last)
                .mapTo(Boolean.class)
                .one());
  }

  /** The next of them, whichever server wrote them. */
  List<Queued> first(Handle transaction, int most) {
    return Queued.inOrder(
        transaction
            .createQuery("select id, block from audit.incoming order by id limit :most")
            .bind("most", most)
            .map(
                (row, context) ->
                    new Queued(
                        row.getLong("id"), Block.of(row.getBytes("block"), references::caller)))
            .list());
  }

  /** They have their place. */
  void delete(Handle transaction, List<Queued> placed) {
    transaction
        .createUpdate("delete from audit.incoming where id = any(:ids)")
        .bind("ids", Columns.longs(placed, Queued::number))
        .execute();
  }
}
