package dev.anamnesis.projection;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Reverted;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Bodies;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.LogLock;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.seal.Opened;
import dev.anamnesis.eventstore.seal.Sealer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The tables that rules and processes look at, made again from the current versions, and who was
 * merged into whom from all that say so: beside those in use, which they replace in one step.
 * Servers go on meanwhile.
 */
public final class RuleTables {

  /** All of them, in {@code read}. */
  static final List<String> NAMES =
      List.of(
          "bookings", "calendars", "slots", "prescriptions", "deadlines", "merge_links", "merges");

  private static final int BATCH = 500;
  private static final String NEXT = "rules_next";

  private final Jdbi jdbi;
  private final ResourceTypes types;
  private final Sealer sealer;
  private final VersionRows rows;
  private final CommitListener listener;
  private final CommitListener merges = new Merges();

  public RuleTables(Jdbi jdbi, ResourceTypes types, Sealer sealer) {
    this.jdbi = jdbi;
    this.types = types;
    this.sealer = sealer;
    this.rows = new VersionRows(types, sealer, new ServedVersions(0));
    this.listener =
        CommitListener.of(
            // Nothing is judged here: what is recorded stands.
            new Bookings(BookedOnce.NOBODY, () -> Instant.EPOCH),
            new Calendars(),
            new Prescriptions(DuplicateOrders.ALLOWED, new Notices()),
            new Deadlines(jdbi));
  }

  /**
   * What was found of a table.
   *
   * @param rows it has now
   * @param differing rows that were in use and should not be, or were missing
   */
  public record Table(long rows, long differing) {}

  /** Whether what was made takes the place of what is in use. */
  public enum Purpose {
    COMPARE,
    REPLACE
  }

  /**
   * By table.
   *
   * @param progress told the last position that is done
   */
  public Map<String, Table> rebuild(Purpose purpose, LongConsumer progress) {
    jdbi.useTransaction(RuleTables::make);
    var linked = new LinkedVersions(rows, types.code("Patient"));
    Step links = (handle, from) -> merged(handle, linked, from);
    long currents = all(this::batch, progress);
    long merges = all(links, progress);
    return jdbi.inTransaction(
        handle -> {
          LogLock.hold(handle);
          rest(handle, currents, this::batch);
          rest(handle, merges, links);
          return finish(handle, purpose);
        });
  }

  /** Does some and tells the position it came to: the same where there is no more. */
  private interface Step {
    long from(Handle handle, long position);
  }

  private long all(Step step, LongConsumer progress) {
    long position = 0;
    while (true) {
      long from = position;
      long to = jdbi.inTransaction(handle -> step.from(handle, from));
      if (to == from) return position;
      position = to;
      progress.accept(position);
    }
  }

  /** What was written meanwhile. */
  private static void rest(Handle handle, long last, Step step) {
    long from = last;
    for (long to = step.from(handle, from); to != from; to = step.from(handle, from)) from = to;
  }

  /** As those in use are made, whichever migration made them so, with indexes of the same names. */
  private static void make(Handle handle) {
    handle.execute("drop schema if exists " + NEXT + " cascade");
    handle.execute("create schema " + NEXT);
    for (String table : NAMES) {
      handle.execute(
          "create table %s.%s (like read.%s including defaults including constraints)"
              .formatted(NEXT, table, table));
      List<String> indexes =
          handle
              .createQuery(
                  "select indexdef from pg_indexes where schemaname = 'read' and tablename ="
                      + " :table")
              .bind("table", table)
              .mapTo(String.class)
              .list();
      for (String index : indexes) {
        handle.execute(index.replace(" ON read.", " ON " + NEXT + "."));
      }
      if (indexes.stream().anyMatch(index -> index.contains(table + "_pkey"))) {
        handle.execute(
            "alter table %s.%s add primary key using index %s_pkey".formatted(NEXT, table, table));
      }
    }
  }

  /** Under the log's lock: the comparison, and the exchange. */
  private static Map<String, Table> finish(Handle handle, Purpose purpose) {
    var tables = new LinkedHashMap<String, Table>();
    for (String table : NAMES) tables.put(table, compared(handle, table));
    if (purpose == Purpose.REPLACE) {
      for (String table : NAMES) {
        handle.execute("drop table read." + table);
        handle.execute("alter table %s.%s set schema read".formatted(NEXT, table));
      }
    }
    handle.execute("drop schema " + NEXT + " cascade");
    return tables;
  }

  private static Table compared(Handle handle, String table) {
    return handle
        .createQuery(
            """
            select
              (select count(*) from %2$s.%1$s) as rows,
              (select count(*) from (table read.%1$s except table %2$s.%1$s) surplus)
                + (select count(*) from (table %2$s.%1$s except table read.%1$s) missing) as differing
            """
                .formatted(table, NEXT))
        .map((row, context) -> new Table(row.getLong("rows"), row.getLong("differing")))
        .one();
  }

  /** Versions that are current now; the position it came to. */
  private long batch(Handle handle, long from) {
    List<VersionRows.Stored> versions =
        handle
            .createQuery(
                """
                select %s
                from read.versions v
                where v.position > :from
                  and v.type = any(:types)
                  and not exists (
                    select 1
                    from read.versions n
                    where n.stream = v.stream
                      and n.version = v.version + 1)
                order by v.position
                limit :batch
                """
                    .formatted(VersionRows.COLUMNS))
            .bind("from", from)
            .bind("types", codes())
            .bind("batch", BATCH)
            .map((row, context) -> rows.stored(row))
            .list();
    if (versions.isEmpty()) return from;
    prefetch(versions);
    var entries = new ArrayList<CommitListener.Entry>();
    for (VersionRows.Stored version : versions) {
      entries.add(entry(version, new Existence.Absent(), listener));
    }
    var to = Appending.beside(handle, NEXT);
    listener.onCommits(to, entries);
    to.written();
    return versions.getLast().recorded().position();
  }

  private Short[] codes() {
    return List.of("Appointment", "Schedule", "Slot", "MedicationRequest", "Task").stream()
        .map(types::code)
        .toArray(Short[]::new);
  }

  /** In their order, each after what its record said before. */
  private long merged(Handle handle, LinkedVersions linked, long from) {
    List<VersionRows.Stored> versions = linked.next(handle, from);
    if (versions.isEmpty()) return from;
    prefetch(versions);
    var entries = new ArrayList<CommitListener.Entry>();
    for (VersionRows.Stored version : versions) {
      var entry = entry(version, linked.before(version), merges);
      linked.after(version, entry.commit().after());
      entries.add(entry);
    }
    merges.onCommits(Appending.beside(handle, NEXT), entries);
    return versions.getLast().recorded().position();
  }

  private void prefetch(List<VersionRows.Stored> versions) {
    sealer.prefetch(versions.stream().flatMap(version -> version.body().stream()).toList());
  }

  /** As if it were just recorded; only the states that it found and left count. */
  private CommitListener.Entry entry(
      VersionRows.Stored version, Existence before, CommitListener listener) {
    Recorded recorded = version.recorded();
    var commit =
        new Commit(
            recorded.stream(),
            recorded.version() - 1,
            recorded.method(),
            List.of(new Reverted(recorded.version())),
            before,
            version
                .body()
                .map(body -> state(recorded, body))
                .orElseGet(() -> new Existence.Removed(Elements.NONE)));
    return new CommitListener.Entry(recorded, commit, new byte[0], listener.prepare(commit));
  }

  /** What was erased keeps nobody busy. */
  private Existence state(Recorded recorded, byte[] body) {
    byte[] place = Bodies.place(recorded.stream(), recorded.version(), Bodies.Kind.BODY);
    return switch (sealer.open(body, place)) {
      case Opened.Whole(String text) -> new Existence.Present(Elements.parse(text));
      case Opened.Masked(String text, int hidden) -> new Existence.Present(Elements.parse(text));
      case Opened.Gone() -> new Existence.Removed(Elements.NONE);
    };
  }
}
