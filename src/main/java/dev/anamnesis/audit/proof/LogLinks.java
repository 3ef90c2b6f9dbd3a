package dev.anamnesis.audit.proof;

import dev.anamnesis.audit.Link;
import dev.anamnesis.eventstore.Chain;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.StreamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The log's chain, as it is stored. */
final class LogLinks {

  private LogLinks() {}

  static List<Link> after(Handle handle, long position, int most) {
    return stored(handle, position, most).map((row, context) -> link(row)).list();
  }

  /** All that the chain covers, in order. */
  static Query stored(Handle handle, long position, int most) {
    return handle
        .createQuery(
            """
            select position, recorded_at, resource_type, resource_id, version, method, facts, payload, hash
            from log.commits
            where position > :after
            order by position
            limit :most
            """)
        .bind("after", position)
        .bind("most", most);
  }

  private static Link link(ResultSet row) throws SQLException {
    byte[] leaf;
    try {
      leaf =
          Chain.leaf(
              new StreamId(row.getString("resource_type"), row.getString("resource_id")),
              row.getInt("version"),
              Method.valueOf(row.getString("method")),
              row.getString("facts"),
              row.getBytes("payload"));
    } catch (IllegalArgumentException e) {
      leaf = new byte[0];
    }
    long micros = Instants.micros(row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    return new Link(row.getLong("position"), micros, leaf, row.getBytes("hash"));
  }
}
