package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Instants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The access log's chain, as it is stored. */
public final class AccessLinks {

  private AccessLinks() {}

  /** The next links after this position. */
  public static List<Link> after(Handle handle, long position, int most) {
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
                .formatted(AccessRows.COLUMNS))
        .bind("after", position)
        .bind("most", most)
        .map((row, context) -> link(row))
        .list();
  }

  private static Link link(ResultSet row) throws SQLException {
    byte[] leaf;
    try {
      leaf = AccessRows.read(row).line().leaf();
    } catch (RuntimeException e) {
      leaf = new byte[0];
    }
    long micros = Instants.micros(row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    return new Link(row.getLong("position"), micros, leaf, row.getBytes("hash"));
  }
}
