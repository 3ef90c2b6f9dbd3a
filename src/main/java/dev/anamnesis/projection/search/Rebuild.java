package dev.anamnesis.projection.search;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Bodies;
import dev.anamnesis.eventstore.LogLock;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Opened;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.SearchProjection.Placed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Makes the search rows again from all versions, beside those in use, and puts them in their place
 * in one step. Until then nothing that is asked or written notices: writers go on with the rows in
 * use, and what they wrote meanwhile is caught up with, the last of it under the log's lock.
 */
public final class Rebuild {

  private static final int BATCH = 500;
  private static final String NEXT = "search_next";

  /** Held by the server that makes rows. */
  private static final long LOCK = 7_023_115_840_191L;

  private final Jdbi jdbi;
  private final ResourceTypes types;
  private final Sealer sealer;
  private final Definitions definitions;
  private final SearchProjection projection;

  public Rebuild(
      Jdbi jdbi,
      ResourceTypes types,
      Sealer sealer,
      Definitions definitions,
      SearchProjection projection) {
    this.jdbi = jdbi;
    this.types = types;
    this.sealer = sealer;
    this.definitions = definitions;
    this.projection = projection;
  }

  /** The last position there is: where it will be done. */
  public long last() {
    return jdbi.withHandle(Positions::last);
  }

  /**
   * Makes them, and waits where another server does. Nothing is done where the rows in use are
   * those that are wanted.
   *
   * @param progress told the last position that is done; whether to go on
   * @return whether the rows that are wanted are in use
   */
  public boolean run(LongPredicate progress) {
    if (isDone()) {
      projection.settle();
      return true;
    }
    try (Handle alone = jdbi.open()) {
      if (!lock(alone)) return false;
      try {
        if (!isDone() && !make(progress)) return false;
      } finally {
        alone
            .createQuery("select pg_advisory_unlock(:key)")
            .bind("key", LOCK)
            .mapTo(Boolean.class)
            .one();
      }
    }
    projection.settle();
    return true;
  }

  private boolean isDone() {
    return jdbi.withHandle(MadeBy::of)
        .filter(number -> number == projection.wanted().definitions())
        .isPresent();
  }

  /** Several servers may be started at once: one makes the rows. */
  private static boolean lock(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_lock(:key)")
        .bind("key", LOCK)
        .mapTo(Boolean.class)
        .one();
  }

  private boolean make(LongPredicate progress) {
    jdbi.useTransaction(
        handle -> {
          handle.execute("drop schema if exists " + NEXT + " cascade");
          handle
              .createQuery("select read.make_search(?)::text")
              .bind(0, NEXT)
              .mapTo(String.class)
              .list();
          handle.execute("reset search_path");
        });
    long position = 0;
    while (true) {
      long from = position;
      long to = jdbi.inTransaction(handle -> batch(handle, from));
      if (to == from) break;
      position = to;
      if (!progress.test(position)) return false;
    }
    jdbi.useHandle(Rebuild::analyze);
    long last = position;
    jdbi.useTransaction(handle -> finish(handle, last));
    jdbi.useHandle(handle -> handle.execute("drop schema if exists search_old cascade"));
    return true;
  }

  /** Plans made before it would be for empty tables. */
  private static void analyze(Handle handle) {
    handle
        .createQuery("select tablename from pg_tables where schemaname = :schema")
        .bind("schema", NEXT)
        .mapTo(String.class)
        .list()
        .forEach(table -> handle.execute("analyze " + NEXT + "." + table));
  }

  /** Under the log's lock: what was written meanwhile, and the new rows take their place. */
  private void finish(Handle handle, long last) {
    LogLock.hold(handle);
    long position = last;
    for (long to = batch(handle, position); to != position; to = batch(handle, position)) {
      position = to;
    }
    MadeBy.put(handle, NEXT, definitions.wanted());
    handle.execute("drop schema if exists search_old cascade");
    handle.execute("alter schema search rename to search_old");
    handle.execute("alter schema " + NEXT + " rename to search");
  }

  private record Change(
      StreamId stream,
      long born,
      long position,
      int version,
      Optional<byte[]> before,
      Optional<byte[]> after) {}

  /** The position it came to. */
  private long batch(Handle handle, long from) {
    List<Change> changes =
        handle
            .createQuery(
                """
                select v.position, v.stream, v.version, v.type, v.resource_id, v.body, b.body as before
                from read.versions v
                left join read.versions b on b.stream = v.stream and b.version = v.version - 1
                where v.position > :from
                order by v.position
                limit :batch
                """)
            .bind("from", from)
            .bind("batch", BATCH)
            .map((row, context) -> change(row))
            .list();
    if (changes.isEmpty()) return from;
    var placed = new ArrayList<Placed>();
    for (Change change : changes) {
      placed.add(
          new Placed(
              change.born(),
              change.position(),
              projection
                  .wanted()
                  .of(
                      change.stream(),
                      state(change.stream(), change.version() - 1, change.before()),
                      state(change.stream(), change.version(), change.after()))));
    }
    var to = new Appending(handle);
    SearchProjection.waves(placed, wave -> RowWriter.write(to, wave, NEXT));
    to.written();
    return changes.getLast().position();
  }

  private Change change(ResultSet row) throws SQLException {
    return new Change(
        new StreamId(types.name(row.getShort("type")), row.getString("resource_id")),
        row.getLong("stream"),
        row.getLong("position"),
        row.getInt("version"),
        Optional.ofNullable(bytes(row, "before")),
        Optional.ofNullable(bytes(row, "body")));
  }

  private static byte @Nullable [] bytes(ResultSet row, String column) throws SQLException {
    return row.getBytes(column);
  }

  /** What was erased has nothing to be found by. */
  private Existence state(StreamId stream, int version, Optional<byte[]> body) {
    if (body.isEmpty()) return new Existence.Absent();
    byte[] place = Bodies.place(stream, version, Bodies.Kind.BODY);
    return switch (sealer.open(body.get(), place)) {
      case Opened.Whole(String text) -> new Existence.Present(Elements.parse(text));
      case Opened.Masked(String text, int hidden) -> new Existence.Present(Elements.parse(text));
      case Opened.Gone() -> new Existence.Absent();
    };
  }
}
