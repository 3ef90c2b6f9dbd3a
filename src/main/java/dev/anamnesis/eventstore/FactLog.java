package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Event;
import dev.anamnesis.eventstore.seal.Opened;
import dev.anamnesis.eventstore.seal.Sealer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Reads what happened to a resource, fact by fact, as it was recorded. */
public final class FactLog {

  private final Jdbi jdbi;
  private final Sealer sealer;
  private final EventCodec codec = new EventCodec(EventTypes.ALL, List.of());

  public FactLog(Jdbi jdbi, Sealer sealer) {
    this.jdbi = jdbi;
    this.sealer = sealer;
  }

  /**
   * A fact.
   *
   * @param name what it is called in the domain: {@code ContactInfoUpdated}
   */
  public record Fact(String name, Event event) {}

  /** One version's facts, in order. */
  public sealed interface Told {

    Recorded recorded();

    record Facts(Recorded recorded, List<Fact> facts) implements Told {
      public Facts {
        facts = List.copyOf(facts);
      }
    }

    /** The key they were sealed with was destroyed. */
    record Erased(Recorded recorded) implements Told {}
  }

  /** A fact under its name. */
  public static Fact fact(Event event) {
    return new Fact(event.getClass().getSimpleName(), event);
  }

  /**
   * A stream's versions in order; none for a stream that never was.
   *
   * @param after the version they start behind, 0 for the first
   */
  public List<Told> after(StreamId stream, int after, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select c.position, c.recorded_at, c.stream, c.version, c.resource_type, c.resource_id, c.method, c.payload
                    from log.streams s
                    join log.commits c on c.stream = s.stream and c.position >= s.stream
                    where s.resource_type = :type
                      and s.resource_id = :id
                      and c.version > :after
                    order by c.version
                    limit :limit
                    """)
                .bind("type", stream.type())
                .bind("id", stream.id())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> told(row))
                .list());
  }

  /**
   * What was told at each of these positions, by position.
   *
   * @param positions a page's
   */
  public Map<Long, Told> at(Collection<Long> positions) {
    var told = new HashMap<Long, Told>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select position, recorded_at, stream, version, resource_type, resource_id, method, payload
                    from log.commits
                    where position = any(:positions)
                    """)
                .bind("positions", Columns.longs(positions, position -> position))
                .map((row, context) -> told(row))
                .forEach(each -> told.put(each.recorded().position(), each)));
    return told;
  }

  private Told told(ResultSet row) throws SQLException {
    Recorded recorded = Rows.recorded(row);
    byte[] place = Bodies.place(recorded.stream(), recorded.version(), Bodies.Kind.FACTS);
    return switch (sealer.open(row.getBytes("payload"), place)) {
      case Opened.Whole(String text) -> facts(recorded, text);
      case Opened.Masked(String text, int hidden) -> facts(recorded, text);
      case Opened.Gone() -> new Told.Erased(recorded);
    };
  }

  private Told facts(Recorded recorded, String text) {
    return new Told.Facts(recorded, codec.read(text).stream().map(FactLog::fact).toList());
  }
}
