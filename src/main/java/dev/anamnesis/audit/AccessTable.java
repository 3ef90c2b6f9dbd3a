package dev.anamnesis.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Appends to the access log in one statement: position, instant and chain are worked out ahead from
 * where the log stood last, and again where another writer was quicker.
 */
final class AccessTable {

  private static final UUID NO_UUID = new UUID(0, 0);
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final String APPEND =
      "select at, at_micros, at_hash from audit.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** Where the log stands. */
  private record Tip(long position, long micros, byte[] hash) {}

  private final InstantSource clock;
  private volatile Tip tip = new Tip(0, 0, new byte[32]);

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

  /** The access log could not be written. */
  static final class LogLost extends RuntimeException {
    LogLost(SQLException cause) {
      super("the access log could not be written", cause);
    }
  }

  /** Where the log stands, if that is not where it was thought to stand. */
  private Optional<Tip> attempt(PreparedStatement statement, List<Line> entries, Tip from)
      throws SQLException {
    int size = entries.size();
    long micros = Line.micros(from.micros(), clock.instant());
    var instants = new Long[size];
    var hashes = new byte[size][];
    byte[] previous = from.hash();
    for (int at = 0; at < size; at++) {
      instants[at] = micros;
      previous = Line.link(previous, from.position() + at + 1, micros, entries.get(at).leaf());
      hashes[at] = previous;
    }
    Connection connection = statement.getConnection();
    statement.setLong(1, from.position());
    statement.setArray(2, connection.createArrayOf("int8", instants));
    statement.setArray(3, connection.createArrayOf("bytea", hashes));
    statement.setArray(4, ints(connection, entries, entry -> entry.kind().code()));
    statement.setArray(5, ints(connection, entries, Line::status));
    statement.setArray(6, ints(connection, entries, Line::callerId));
    statement.setArray(7, longs(connection, entries, Line::seen));
    statement.setArray(8, longs(connection, entries, Line::patient));
    statement.setArray(9, ints(connection, entries, Line::main));
    statement.setArray(10, uuids(connection, entries));
    statement.setArray(11, texts(connection, entries, e -> isUuid(e) ? "" : e.request()));
    statement.setArray(12, texts(connection, entries, Line::about));
    statement.setArray(13, texts(connection, entries, Line::query));
    try (var row = statement.executeQuery()) {
      if (row.next()) return Optional.of(new Tip(row.getLong(1), row.getLong(2), row.getBytes(3)));
    }
    tip = new Tip(from.position() + size, micros, previous);
    return Optional.empty();
  }

  private static Array uuids(Connection to, List<Line> entries) throws SQLException {
    return to.createArrayOf(
        "uuid",
        entries.stream()
            .map(line -> isUuid(line) ? UUID.fromString(line.request()) : NO_UUID)
            .toArray(UUID[]::new));
  }

  private static boolean isUuid(Line entry) {
    return UUID_TEXT.matcher(entry.request()).matches()
        && !entry.request().equals(NO_UUID.toString());
  }

  private static Array ints(Connection to, List<Line> entries, Function<Line, Integer> column)
      throws SQLException {
    return to.createArrayOf("int4", entries.stream().map(column).toArray(Integer[]::new));
  }

  private static Array longs(Connection to, List<Line> entries, Function<Line, Long> column)
      throws SQLException {
    return to.createArrayOf("int8", entries.stream().map(column).toArray(Long[]::new));
  }

  private static Array texts(Connection to, List<Line> entries, Function<Line, String> column)
      throws SQLException {
    return to.createArrayOf("text", entries.stream().map(column).toArray(String[]::new));
  }
}
