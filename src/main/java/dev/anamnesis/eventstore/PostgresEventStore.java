package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.seal.KeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The log in PostgreSQL 15 or newer. Several servers may share one database. */
public final class PostgresEventStore implements EventStore, AutoCloseable {

  /** Positions in one partition of the log. */
  public static final long PARTITION_SPAN = 10_000_000;

  /** Commits in one group at most. */
  private static final int LARGEST_GROUP = 20_000;

  private final Jdbi jdbi;
  private final Preparation preparation;
  private final Streams streams;
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
    this.streams = new Streams(preparation);
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
    return jdbi.withHandle(handle -> Rule.broken(rules, handle));
  }

  @Override
  public EventStore asOf(Past past) {
    return new PastEventStore(jdbi, preparation, past);
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
    return jdbi.withHandle(handle -> Streams.last(handle, stream));
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
            Streams.last(handle, stream)
                .map(last -> streams.loaded(handle, last))
                .orElseGet(() -> new Loaded(new Existence.Absent(), List.of(), Optional.empty())));
  }

  @Override
  public void close() {
    writer.close();
  }
}
