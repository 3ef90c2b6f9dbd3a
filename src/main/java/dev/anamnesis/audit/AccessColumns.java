package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Columns;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Records as the columns of a statement, an array each. */
final class AccessColumns {

  /** Of what bears a request's id that is none, or none at all. */
  static final String NO_UUID = "00000000-0000-0000-0000-000000000000";

  private static final int UUID_LENGTH = 36;

  private AccessColumns() {}

  /** Binds the eleven columns from this parameter on: hash, kind … query. */
  static void bind(PreparedStatement to, int first, byte[][] hashes, List<Line> lines)
      throws SQLException {
    Columns.bytes(Arrays.asList(hashes), hash -> hash).set(first, to);
    Columns.ints(lines, line -> line.kind().code()).set(first + 1, to);
    Columns.ints(lines, Line::status).set(first + 2, to);
    Columns.ints(lines, Line::callerId).set(first + 3, to);
    Columns.longs(lines, Line::seen).set(first + 4, to);
    Columns.longs(lines, Line::patient).set(first + 5, to);
    Columns.ints(lines, Line::main).set(first + 6, to);
    var uuids = new String[lines.size()];
    var names = new String[lines.size()];
    for (int at = 0; at < uuids.length; at++) {
      String request = lines.get(at).request();
      boolean isUuid = isUuid(request);
      uuids[at] = isUuid ? request : NO_UUID;
      names[at] = isUuid ? "" : request;
    }
    to.setArray(first + 7, to.getConnection().createArrayOf("uuid", uuids));
    Columns.texts(Arrays.asList(names)).set(first + 8, to);
    Columns.texts(lines, Line::about).set(first + 9, to);
    Columns.texts(lines, Line::query).set(first + 10, to);
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
}
