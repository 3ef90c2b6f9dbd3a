package dev.anamnesis.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Appends to the access log in one statement: position, instant and chain are worked out ahead from
 * where the log stood last, and again where another writer was quicker.
 */
final class AccessTable {

  /** Inside a transaction of something else: by a function that answers where the log stands. */
  private static final String APPEND =
      "select at, at_micros, at_hash from audit.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /**
   * Alone: a plain insert, planned once. It writes nothing where the log does not stand at the link
   * that was thought to be the last, and breaks on the primary key where it stands further on.
   */
  private static final String INSERT =
      """
      with held as materialized (select pg_advisory_xact_lock(7017567998364673129))
      insert into audit.access
        (position, recorded_at, hash, kind, status, caller, seen, patient, main, request, request_name, about, query)
      select ? + r.n, timestamptz 'epoch' + ? * interval '1 microsecond', r.hash, r.kind, r.status, r.caller,
        r.seen, r.patient, r.main, r.request, r.name, r.about, r.query
      from held,
        unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        with ordinality
        as r (hash, kind, status, caller, seen, patient, main, request, name, about, query, n)
      where ? = 0
        or exists (select from audit.access a where a.position = ? and a.hash = ?)
      """;

  private static final String TIP =
      """
      select position, (extract(epoch from recorded_at) * 1000000)::bigint, hash
      from audit.access
      order by position desc
      limit 1
      """;

  /** After so many tries that came too late, one waits for its turn. */
  private static final int TRIES = 3;

  /** Partitions are looked after when the log comes this close to where they end. */
  private static final long AHEAD = 100_000;

  private static final String TAKEN = "23505";

  /** Where the log stands. */
  private record Tip(long position, long micros, byte[] hash) {
    static final Tip EMPTY = new Tip(0, 0, new byte[32]);
  }

  private final InstantSource clock;
  private volatile Tip tip = Tip.EMPTY;
  private long covered;

  AccessTable(InstantSource clock) {
    this.clock = clock;
  }

  /** Holds the access log's lock until the handle's transaction ends. */
  void append(Handle handle, List<Line> entries) {
    if (entries.isEmpty()) return;
    try (var statement = handle.getConnection().prepareStatement(APPEND)) {
      Optional<Tip> actual = Optional.of(tip);
      while (actual.isPresent()) actual = attempt(statement, entries, actual.get());
    } catch (SQLException e) {
      throw new LogLost(e);
    }
  }

  /**
   * Durably, by a handle that is in no transaction: each statement is one of its own, so that a try
   * that comes too late leaves nothing. For one thread at a time.
   */
  void flush(Handle handle, List<Line> entries) {
    if (entries.isEmpty()) return;
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        if (isInserted(handle.getConnection(), entries, tip)) return;
        tip = stands(handle.getConnection());
      }
    } catch (SQLException e) {
      throw new LogLost(e);
    }
    handle.useTransaction(transaction -> append(transaction, entries));
  }

  /** The access log could not be written. */
  static final class LogLost extends RuntimeException {
    LogLost(SQLException cause) {
      super("the access log could not be written", cause);
    }
  }

  private boolean isInserted(Connection connection, List<Line> entries, Tip from)
      throws SQLException {
    cover(connection, from.position());
    Chained chained = Chained.from(from.position(), from.hash(), micros(from), entries);
    try (var statement = connection.prepareStatement(INSERT)) {
      statement.setLong(1, from.position());
      statement.setLong(2, chained.micros());
      AccessColumns.bind(statement, 3, chained.hashes(), entries);
      statement.setLong(14, from.position());
      statement.setLong(15, from.position());
      statement.setBytes(16, from.hash());
      if (statement.executeUpdate() == 0) return false;
    } catch (SQLException e) {
      if (TAKEN.equals(e.getSQLState())) return false;
      throw e;
    }
    tip = chained.tip(from.position());
    return true;
  }

  private long micros(Tip from) {
    return Line.micros(from.micros(), clock.instant());
  }

  private void cover(Connection connection, long position) throws SQLException {
    if (position + AHEAD < covered) return;
    try (var statement = connection.prepareStatement("select audit.cover(?)::text")) {
      statement.setLong(1, position + 2 * AHEAD);
      statement.execute();
    }
    covered = position + 2 * AHEAD;
  }

  private static Tip stands(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(TIP);
        var row = statement.executeQuery()) {
      return row.next() ? new Tip(row.getLong(1), row.getLong(2), row.getBytes(3)) : Tip.EMPTY;
    }
  }

  /** Links of one instant. */
  private record Chained(long micros, byte[][] hashes) {
    static Chained from(long position, byte[] hash, long micros, List<Line> entries) {
      var hashes = new byte[entries.size()][];
      byte[] previous = hash;
      for (int at = 0; at < hashes.length; at++) {
        previous = Line.link(previous, position + at + 1, micros, entries.get(at).leaf());
        hashes[at] = previous;
      }
      return new Chained(micros, hashes);
    }

    Tip tip(long position) {
      return new Tip(position + hashes.length, micros, hashes[hashes.length - 1]);
    }
  }

  /** Where the log stands, if that is not where it was thought to stand. */
  private Optional<Tip> attempt(PreparedStatement statement, List<Line> entries, Tip from)
      throws SQLException {
    Chained chained = Chained.from(from.position(), from.hash(), micros(from), entries);
    var instants = new Long[entries.size()];
    Arrays.fill(instants, chained.micros());
    statement.setLong(1, from.position());
    statement.setArray(2, statement.getConnection().createArrayOf("int8", instants));
    AccessColumns.bind(statement, 3, chained.hashes(), entries);
    try (var row = statement.executeQuery()) {
      if (row.next()) return Optional.of(new Tip(row.getLong(1), row.getLong(2), row.getBytes(3)));
    }
    tip = chained.tip(from.position());
    return Optional.empty();
  }
}
