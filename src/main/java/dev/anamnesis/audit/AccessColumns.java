package dev.anamnesis.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Records as the columns of a statement, an array each. */
final class AccessColumns {

  private static final UUID NO_UUID = new UUID(0, 0);
  private static final int UUID_LENGTH = 36;

  private AccessColumns() {}

  /** Binds the eleven columns from this parameter on: hash, kind … query. */
  static void bind(PreparedStatement to, int first, byte[][] hashes, List<Line> lines)
      throws SQLException {
    Connection connection = to.getConnection();
    to.setArray(first, connection.createArrayOf("bytea", hashes));
    to.setArray(first + 1, ints(connection, lines, line -> line.kind().code()));
    to.setArray(first + 2, ints(connection, lines, Line::status));
    to.setArray(first + 3, ints(connection, lines, Line::callerId));
    to.setArray(first + 4, longs(connection, lines, Line::seen));
    to.setArray(first + 5, longs(connection, lines, Line::patient));
    to.setArray(first + 6, ints(connection, lines, Line::main));
    var uuids = new UUID[lines.size()];
    var names = new String[lines.size()];
    for (int at = 0; at < uuids.length; at++) {
      String request = lines.get(at).request();
      boolean isUuid = isUuid(request);
      uuids[at] = isUuid ? UUID.fromString(request) : NO_UUID;
      names[at] = isUuid ? "" : request;
    }
    to.setArray(first + 7, connection.createArrayOf("uuid", uuids));
    to.setArray(first + 8, connection.createArrayOf("text", names));
    to.setArray(first + 9, texts(connection, lines, Line::about));
    to.setArray(first + 10, texts(connection, lines, Line::query));
  }

  /** As PostgreSQL writes them back, so that what was sent is what is read. */
  private static boolean isUuid(String text) {
    if (text.length() != UUID_LENGTH) return false;
    boolean zero = true;
    for (int at = 0; at < UUID_LENGTH; at++) {
      char c = text.charAt(at);
      if (at == 8 || at == 13 || at == 18 || at == 23) {
        if (c != '-') return false;
      } else {
        if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) return false;
        if (c != '0') zero = false;
      }
    }
    return !zero;
  }

  private static Array ints(Connection to, List<Line> lines, ToIntFunction<Line> column)
      throws SQLException {
    var items = new Object[lines.size()];
    for (int at = 0; at < items.length; at++) items[at] = column.applyAsInt(lines.get(at));
    return to.createArrayOf("int4", items);
  }

  private static Array longs(Connection to, List<Line> lines, ToLongFunction<Line> column)
      throws SQLException {
    var items = new Object[lines.size()];
    for (int at = 0; at < items.length; at++) items[at] = column.applyAsLong(lines.get(at));
    return to.createArrayOf("int8", items);
  }

  private static Array texts(Connection to, List<Line> lines, Function<Line, String> column)
      throws SQLException {
    var items = new String[lines.size()];
    for (int at = 0; at < items.length; at++) items[at] = column.apply(lines.get(at));
    return to.createArrayOf("text", items);
  }
}
