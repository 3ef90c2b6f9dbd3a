package dev.anamnesis.eventstore;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where the log and its streams stand, read under the log's lock. */
final class Heads {

  /** A stream's last commit. */
  record Head(long born, int version, long position) {}

  /** The log's last commit. */
  record Tip(long position, Instant recordedAt, byte[] hash) {
    static final Tip GENESIS = new Tip(0, Instant.EPOCH, Chain.GENESIS);
  }

  private Heads() {}

  /** Where the log and some of its streams stand. */
  record Stand(Tip tip, Map<StreamId, Head> heads) {}

  /** Takes the log's lock, for the rest of the transaction, and looks. */
  static Stand locked(Handle handle, Collection<StreamId> streams) {
    var tip = new Tip[] {Tip.GENESIS};
    var heads = new HashMap<StreamId, Head>();
    var script = new Script();
    script.add("select pg_advisory_xact_lock(:log)::text").bind("log", BatchWriter.LOG_LOCK);
    script.add(
        """
        select position, recorded_at, hash
        from log.commits
        order by position desc
        limit 1
        """,
        row ->
            tip[0] =
                new Tip(
                    row.getLong("position"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    row.getBytes("hash")));
    script
        .add(
            """
            select s.resource_type, s.resource_id, s.stream, s.version, s.position
            from unnest(:types, :ids) as wanted (resource_type, resource_id)
            join log.streams s using (resource_type, resource_id)
            """,
            row ->
                heads.put(
                    new StreamId(row.getString("resource_type"), row.getString("resource_id")),
                    new Head(
                        row.getLong("stream"), row.getInt("version"), row.getLong("position"))))
        .bind("types", Columns.texts(streams, StreamId::type))
        .bind("ids", Columns.texts(streams, StreamId::id));
    script.run(handle);
    return new Stand(tip[0], heads);
  }

  static Optional<Recorded> recorded(Handle handle, long position) {
    return handle
        .createQuery(
            """
            select position, recorded_at, stream, version, resource_type, resource_id, method
            from log.commits
            where position = :position
            """)
        .bind("position", position)
        .map((row, context) -> Rows.recorded(row))
        .findOne();
  }

  /** What was answered before under these keys: key to fingerprint and position. */
  static Map<String, Answered> answered(Handle handle, List<RequestKey> keys) {
    var answered = new HashMap<String, Answered>();
    if (keys.isEmpty()) return answered;
    handle
        .createQuery(
            """
            select key, fingerprint, position
            from log.requests
            where key = any(:keys)
            """)
        .bind("keys", Columns.bytes(keys, RequestKey::key))
        .map(
            (row, context) ->
                Map.entry(
                    new RequestKey(row.getBytes("key"), row.getBytes("fingerprint")),
                    row.getLong("position")))
        .forEach(
            row ->
                answered.put(
                    row.getKey().name(), new Answered(row.getKey().fingerprint(), row.getValue())));
    return answered;
  }

  record Answered(byte[] fingerprint, long position) {}
}
