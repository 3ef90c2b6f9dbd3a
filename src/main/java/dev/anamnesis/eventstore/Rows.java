package dev.anamnesis.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** Reads a commit's place from a row of the log. */
public final class Rows {

  private Rows() {}

  public static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(
        new StreamId(row.getString("resource_type"), row.getString("resource_id")),
        row.getLong("position"),
        row.getLong("stream"),
        row.getInt("version"),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        Method.valueOf(row.getString("method")));
  }
}
