package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Instants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads records as they are stored. */
final class AccessRows {

  /** Of {@code audit.access a join audit.callers c}. */
  static final String COLUMNS =
      """
      a.position, a.recorded_at, a.seen, a.patient, a.caller, a.main, a.kind, a.status, a.hash,
      a.request, a.request_name, a.about, a.query, c.user_id, c.client_id, c.on_behalf_of, c.purpose, c.address
      """;

  private AccessRows() {}

  /** A record in its place. */
  record Stored(long position, long micros, Line line, byte[] hash) {}

  static Stored read(ResultSet row) throws SQLException {
    var line =
        new Line(
            Interaction.of(row.getInt("kind")),
            row.getInt("status"),
            caller(row),
            row.getInt("caller"),
            row.getLong("seen"),
            row.getLong("patient"),
            row.getInt("main"),
            request(row),
            row.getString("about"),
            row.getString("query"));
    long micros = Instants.micros(row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    return new Stored(row.getLong("position"), micros, line, row.getBytes("hash"));
  }

  /** Of a row with the columns of {@code audit.callers}. */
  static Caller caller(ResultSet row) throws SQLException {
    return new Caller(
        row.getString("user_id"),
        row.getString("client_id"),
        row.getString("on_behalf_of"),
        row.getString("purpose"),
        row.getString("address"));
  }

  private static String request(ResultSet row) throws SQLException {
    String uuid = row.getString("request");
    return uuid.equals(AccessColumns.NO_UUID) ? row.getString("request_name") : uuid;
  }

  /** The next records after this position. */
  static List<Stored> after(Handle handle, long position, int most) {
    return handle
        .createQuery(
            """
            select %s
            from audit.access a
            left join audit.callers c on c.id = a.caller
            where a.position > :after
            order by a.position
            limit :most
            """
                .formatted(COLUMNS))
        .bind("after", position)
        .bind("most", most)
        .map((row, context) -> read(row))
        .list();
  }
}
