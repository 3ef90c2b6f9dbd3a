package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Columns;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Who made versions, as it was recorded with them. */
public final class Makers {

  private final Jdbi jdbi;
  private final AccessLog log;

  public Makers(Jdbi jdbi, AccessLog log) {
    this.jdbi = jdbi;
    this.log = log;
  }

  /**
   * By position of the log; none for what was made while nothing was recorded.
   *
   * @param positions a page's
   */
  public Map<Long, Caller> of(Collection<Long> positions) {
    if (positions.isEmpty()) return Map.of();
    log.settle();
    var makers = new HashMap<Long, Caller>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select a.seen, c.user_id, c.client_id, c.on_behalf_of, c.purpose, c.address
                    from audit.access a
                    join audit.callers c on c.id = a.caller
                    where a.seen = any(:positions)
                      and a.seen <> 0
                      and a.kind > 9
                      and a.main = 0
                    """)
                .bind("positions", Columns.longs(positions, position -> position))
                .map((row, context) -> Map.entry(row.getLong("seen"), AccessRows.caller(row)))
                .forEach(made -> makers.put(made.getKey(), made.getValue())));
    return makers;
  }
}
