package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.seal.KeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The log in PostgreSQL 15 or newer. Several servers may share one database. */
public final class PostgresEventStore implements EventStore, AutoCloseable {

  /** Positions in one partition of the log. */
  public static final long PARTITION_SPAN = 10_000_000;

  /** Commits in one group at most. */
  private static final int LARGEST_GROUP = 20_000;

  private final Jdbi jdbi;
  private final Preparation preparation;
  private final GroupCommit writer;

  /**
   * @param listener writes the projections inside the append's transaction
   */
  public PostgresEventStore(
      Jdbi jdbi,
      Sealer sealer,
      KeyVault vault,
      CommitListener listener,
      InstantSource clock,
      long partitionSpan) {
    this.jdbi = jdbi;
    this.preparation = new Preparation(new EventCodec(EventTypes.ALL, List.of()), sealer, listener);
    var batches = new BatchWriter(new Partitions(partitionSpan), vault, listener, clock);
    this.writer = new GroupCommit(jdbi, batches, preparation, vault);
  }

  @Override
  public Appended append(Group group) {
    return writer.append(preparation.pending(group));
  }

  @Override
  public Optional<Appended.Refused> refusal(List<Commit> commits) {
    List<Rule> rules = preparation.rules(commits);
    if (rules.isEmpty()) return Optional.empty();
    return jdbi.withHandle(
        handle ->
            rules.stream()
                .filter(rule -> !rule.guard().holds(handle))
                .flatMap(
                    rule ->
                        rule
                            .guard()
                            .refusal(handle)
                            .map(refusal -> new Appended.Refused(rule.index(), refusal))
                            .stream())
                .findFirst());
  }

  @Override
  public Optional<Appended> before(RequestKey request) {
    return jdbi.withHandle(
        handle ->
            Optional.ofNullable(Heads.answered(handle, List.of(request)).get(request.name()))
                .map(
                    answered ->
                        Batch.answer(
                            request,
                            answered,
                            position -> Heads.recorded(handle, position).orElseThrow())));
  }

  @Override
  public Optional<Recorded> last(StreamId stream) {
    return jdbi.withHandle(handle -> last(handle, stream));
  }

  private static Optional<Recorded> last(Handle handle, StreamId stream) {
    return handle
        .createQuery(
            """
            select c.position, c.recorded_at, c.stream, c.version, c.resource_type, c.resource_id, c.method
            from log.streams s
            join log.commits c on c.position = s.position
            where s.resource_type = :type
              and s.resource_id = :id
            """)
        .bind("type", stream.type())
        .bind("id", stream.id())
        .map((row, context) -> Rows.recorded(row))
        .findOne();
  }

  @Override
  public List<Recorded> group(Recorded first) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select position, recorded_at, stream, version, resource_type, resource_id, method
                    from log.commits
                    where position between :first and :first + :most
                      and recorded_at = :instant
                    order by position
                    """)
                .bind("first", first.position())
                .bind("most", LARGEST_GROUP)
                .bind("instant", OffsetDateTime.ofInstant(first.recordedAt(), ZoneOffset.UTC))
                .map((row, context) -> Rows.recorded(row))
                .list());
  }

  @Override
  public Loaded load(StreamId stream) {
    return jdbi.withHandle(
        handle ->
            last(handle, stream)
                .map(last -> load(handle, last))
                .orElseGet(() -> new Loaded(new Existence.Absent(), List.of(), Optional.empty())));
  }

  private Loaded load(Handle handle, Recorded last) {
    Snapshot snapshot = snapshot(handle, last);
    var events = new ArrayList<Event>();
    handle
        .createQuery(
            """
            select version, payload
            from log.commits
            where stream = :stream
              and version > :snapshot
              and version <= :last
              and position between :born and :position
            order by version
            """)
        .bind("stream", last.born())
        .bind("born", last.born())
        .bind("snapshot", snapshot.version())
        .bind("last", last.version())
        .bind("position", last.position())
        .map(
            (row, context) ->
                preparation.events(last.stream(), row.getInt("version"), row.getBytes("payload")))
        .forEach(events::addAll);
    return new Loaded(snapshot.state(), events, Optional.of(last));
  }

  private record Snapshot(int version, Existence state) {}

  private Snapshot snapshot(Handle handle, Recorded last) {
    if (last.version() < Preparation.SNAPSHOT_EVERY) return new Snapshot(0, new Existence.Absent());
    return handle
        .createQuery(
            """
            select version, state
            from log.snapshots
            where stream = :stream
              and version <= :last
            """)
        .bind("stream", last.born())
        .bind("last", last.version())
        .map(
            (row, context) -> {
              int version = row.getInt("version");
              return new Snapshot(
                  version, preparation.snapshot(last.stream(), version, row.getBytes("state")));
            })
        .findOne()
        .orElse(new Snapshot(0, new Existence.Absent()));
  }

  @Override
  public void close() {
    writer.close();
  }
}
