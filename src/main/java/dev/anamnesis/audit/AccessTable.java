package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Columns;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Appends to the access log in one statement: position, instants and chain are worked out ahead
 * from where the log stood last, and again where another writer was quicker.
 */
final class AccessTable {

  private static final String APPEND =
      "select at, at_micros, at_hash from audit.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** Where the log stands. */
  private record Tip(long position, long micros, byte[] hash) {
    static final Tip EMPTY = new Tip(0, 0, new byte[32]);
  }

  private volatile Tip tip = Tip.EMPTY;

  /** Holds the access log's lock until the handle's transaction ends. */
  static void lock(Handle transaction) {
    transaction.execute("select pg_advisory_xact_lock(7017567998364673129)");
  }

  /** In this order, each at its instant, though never before what stands there already. */
  void place(Handle transaction, List<Block> blocks) {
    var entries = new ArrayList<Line>();
    for (Block block : blocks) entries.addAll(block.lines());
    if (entries.isEmpty()) return;
    try (var statement = transaction.getConnection().prepareStatement(APPEND)) {
      Optional<Tip> actual = Optional.of(tip);
      while (actual.isPresent()) {
        actual = attempt(transaction, statement, blocks, entries, actual.get());
      }
    } catch (SQLException e) {
      throw new LogLost(e);
    }
  }

  /** The access log could not be written. */
  static final class LogLost extends RuntimeException {
    LogLost(SQLException cause) {
      super("the access log could not be written", cause);
    }
  }

  private record Chained(long[] micros, byte[][] hashes) {
    static Chained from(Tip tip, List<Block> blocks, int many) {
      var micros = new long[many];
      var hashes = new byte[many][];
      long last = tip.micros();
      byte[] previous = tip.hash();
      int at = 0;
      for (Block block : blocks) {
        last = Math.max(last, block.micros());
        for (Line line : block.lines()) {
          previous = Line.link(previous, tip.position() + at + 1, last, line.leaf());
          micros[at] = last;
          hashes[at++] = previous;
        }
      }
      return new Chained(micros, hashes);
    }

    Tip tip(long position) {
      int last = hashes.length - 1;
      return new Tip(position + hashes.length, micros[last], hashes[last]);
    }
  }

  /** Where the log stands, if that is not where it was thought to stand. */
  private Optional<Tip> attempt(
      Handle transaction,
      PreparedStatement statement,
      List<Block> blocks,
      List<Line> entries,
      Tip from)
      throws SQLException {
    Chained chained = Chained.from(from, blocks, entries.size());
    statement.setLong(1, from.position());
    Columns.longs(chained.micros()).set(2, statement);
    AccessColumns.bind(statement, 3, chained.hashes(), entries);
    try (var row = statement.executeQuery()) {
      if (row.next()) return Optional.of(new Tip(row.getLong(1), row.getLong(2), row.getBytes(3)));
    }
    // What is rolled back is not remembered: another server may take the same positions.
    transaction.afterCommit(() -> tip = chained.tip(from.position()));
    return Optional.empty();
  }
}
