package dev.anamnesis.eventstore;

import dev.anamnesis.eventstore.Batch.Answer;
import dev.anamnesis.eventstore.Batch.Row;
import dev.anamnesis.eventstore.seal.KeyVault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Appends a batch inside one transaction: the log's lock, the checks, one statement a table. */
final class BatchWriter {

  /** One lock for the log of one database; "anamnesi" in ASCII. */
  static final long LOG_LOCK = 0x616e616d6e657369L;

  private static final Duration REPEATABLE = Duration.ofHours(24);
  private static final Duration PRUNING = Duration.ofMinutes(1);

  private final Partitions partitions;
  private final KeyVault vault;
  private final CommitListener listener;
  private final InstantSource clock;
  private Instant pruned = Instant.EPOCH;

  BatchWriter(Partitions partitions, KeyVault vault, CommitListener listener, InstantSource clock) {
    this.partitions = partitions;
    this.vault = vault;
    this.listener = listener;
    this.clock = clock;
  }

  /** Another server made keys for these subjects first: forget ours and seal again. */
  static final class KeysLost extends RuntimeException {
    final transient Set<String> subjects;

    KeysLost(Set<String> subjects) {
      super("keys were proposed by two servers at once", null, false, false);
      this.subjects = subjects;
    }
  }

  /** Writes all that can be written; the caller commits. The lock is held until then. */
  Batch write(Handle handle, List<Pending> pendings) {
    var streams = pendings.stream().flatMap(p -> p.streams().stream()).distinct().toList();
    var stand = Heads.locked(handle, streams);
    partitions.cover(handle, stand.tip().position());
    var keys = pendings.stream().map(p -> p.group.request()).flatMap(Optional::stream).toList();
    Instant now = clock.instant();
    if (!keys.isEmpty()) forgetOldRequests(handle, now);
    var batch =
        new Batch(
            new Appending(handle),
            stand.tip(),
            stand.heads(),
            Heads.answered(handle, keys),
            position -> Heads.recorded(handle, position).orElseThrow());
    for (Pending pending : pendings) {
      batch
          .before(pending)
          .or(() -> batch.stale(pending))
          .or(() -> broken(handle, pending, batch))
          .ifPresentOrElse(
              appended -> batch.results.put(pending, appended), () -> batch.add(pending, now));
    }
    flush(handle, batch);
    return batch;
  }

  /** Empty when all guards hold. */
  private Optional<Appended> broken(Handle handle, Pending pending, Batch batch) {
    for (Guard guard : pending.group.guards()) {
      if (!holds(handle, guard, batch)) return Optional.of(new Appended.GuardFailed());
    }
    for (Rule rule : pending.rules) {
      if (!holds(handle, rule.guard(), batch)) {
        return Optional.of(
            rule.guard()
                .refusal(handle)
                .<Appended>map(refusal -> new Appended.Refused(rule.index(), refusal))
                .orElseGet(Appended.GuardFailed::new));
      }
    }
    return Optional.empty();
  }

  /** Guards see what stands before them in this batch. */
  private boolean holds(Handle handle, Guard guard, Batch batch) {
    if (batch.unwritten().stream().anyMatch(row -> guard.concerns(row.prepared().commit()))) {
      flush(handle, batch);
    }
    return guard.holds(handle);
  }

  private void flush(Handle handle, Batch batch) {
    List<Row> rows = batch.unwritten();
    if (!rows.isEmpty()) store(handle, batch.to, rows);
    answers(batch.to, batch.unwrittenAnswers());
    batch.to.written();
    batch.written();
  }

  /** The transaction of the last {@link #write} is durable. */
  void confirmed(Batch batch) {
    partitions.confirmed();
    vault.confirmed(Batch.proposedKeys(batch.rows));
    listener.confirmed(batch.to);
  }

  private void store(Handle handle, Appending to, List<Row> rows) {
    var proposed = Batch.proposedKeys(rows);
    if (!proposed.isEmpty()) {
      Set<String> lost = vault.insert(handle, proposed);
      if (!lost.isEmpty()) throw new KeysLost(lost);
    }
    commits(to, rows);
    streams(to, rows);
    snapshots(to, rows);
    listener.onCommits(
        to,
        rows.stream()
            .map(
                row ->
                    new CommitListener.Entry(
                        row.recorded(),
                        row.prepared().commit(),
                        row.prepared().body(),
                        row.prepared().share()))
            .toList());
  }

  private static void commits(Appending to, List<Row> rows) {
    to.add(
            """
            insert into log.commits
              (position, recorded_at, stream, version, resource_type, resource_id, method, facts, payload, hash)
            select position, timestamptz 'epoch' + micros * interval '1 microsecond',
              stream, version, resource_type, resource_id, method, facts, payload, hash
            from unnest(:positions, :micros, :streams, :versions, :types, :ids, :methods, :facts, :payloads, :hashes)
              as r (position, micros, stream, version, resource_type, resource_id, method, facts, payload, hash)
            """)
        .bind("positions", Columns.longs(rows, row -> row.recorded().position()))
        .bind("micros", Columns.micros(rows, row -> row.recorded().recordedAt()))
        .bind("streams", Columns.longs(rows, row -> row.recorded().born()))
        .bind("versions", Columns.ints(rows, row -> row.recorded().version()))
        .bind("types", Columns.texts(rows, row -> row.recorded().stream().type()))
        .bind("ids", Columns.texts(rows, row -> row.recorded().stream().id()))
        .bind("methods", Columns.texts(rows, row -> row.recorded().method().name()))
        .bind("facts", Columns.texts(rows, row -> row.prepared().facts()))
        .bind("payloads", Columns.bytes(rows, row -> row.prepared().payload()))
        .bind("hashes", Columns.bytes(rows, Row::hash));
  }

  /** A stream may have several rows in one batch; the last one stands. */
  private static void streams(Appending to, List<Row> rows) {
    var last = new java.util.LinkedHashMap<StreamId, Recorded>();
    for (Row row : rows) last.put(row.recorded().stream(), row.recorded());
    var heads = last.values();
    to.add(
            """
            insert into log.streams (resource_type, resource_id, stream, version, position)
            select * from unnest(:types, :ids, :streams, :versions, :positions)
            on conflict (resource_type, resource_id) do update
            set version = excluded.version, position = excluded.position
            """)
        .bind("types", Columns.texts(heads, head -> head.stream().type()))
        .bind("ids", Columns.texts(heads, head -> head.stream().id()))
        .bind("streams", Columns.longs(heads, Recorded::born))
        .bind("versions", Columns.ints(heads, Recorded::version))
        .bind("positions", Columns.longs(heads, Recorded::position));
  }

  /** A request may come again for a day; then its key is forgotten. Looked after once a minute. */
  private void forgetOldRequests(Handle handle, Instant now) {
    if (now.isBefore(pruned.plus(PRUNING))) return;
    handle
        .createUpdate("delete from log.requests where recorded_at < :limit")
        .bind("limit", OffsetDateTime.ofInstant(now.minus(REPEATABLE), ZoneOffset.UTC))
        .execute();
    pruned = now;
  }

  private static void answers(Appending to, List<Answer> answers) {
    if (answers.isEmpty()) return;
    to.add(
            """
            insert into log.requests (key, fingerprint, position, recorded_at)
            select key, fingerprint, position, timestamptz 'epoch' + micros * interval '1 microsecond'
            from unnest(:keys, :fingerprints, :positions, :micros) as r (key, fingerprint, position, micros)
            """)
        .bind("keys", Columns.bytes(answers, answer -> answer.key().key()))
        .bind("fingerprints", Columns.bytes(answers, answer -> answer.key().fingerprint()))
        .bind("positions", Columns.longs(answers, answer -> answer.first().position()))
        .bind("micros", Columns.micros(answers, answer -> answer.first().recordedAt()));
  }

  private static void snapshots(Appending to, List<Row> rows) {
    var due = rows.stream().filter(row -> row.prepared().snapshot().length > 0).toList();
    if (due.isEmpty()) return;
    to.add(
            """
            insert into log.snapshots (stream, version, state)
            select * from unnest(:streams, :versions, :states)
            on conflict (stream) do update
            set version = excluded.version, state = excluded.state
            """)
        .bind("streams", Columns.longs(due, row -> row.recorded().born()))
        .bind("versions", Columns.ints(due, row -> row.recorded().version()))
        .bind("states", Columns.bytes(due, row -> row.prepared().snapshot()));
  }
}
