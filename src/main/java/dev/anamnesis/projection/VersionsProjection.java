package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.CommitListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Keeps every version's bytes, numbered within its type and within the whole, so that totals are
 * exact and cheap.
 */
public final class VersionsProjection implements CommitListener {

  private static final long NOT_KNOWN = -1;

  private final ResourceTypes types;

  /** Those of the last append; only the log's writer is here. */
  private Optional<Counts> counts = Optional.empty();

  public VersionsProjection(ResourceTypes types) {
    this.types = types;
  }

  private record Row(Entry entry, int type, long typeSeq, long systemSeq, long alive) {}

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    long before = batch.getFirst().recorded().position() - 1;
    var counts = this.counts.filter(last -> last.stand(to, before)).orElseGet(() -> new Counts(to));
    this.counts = Optional.of(counts);
    counts.look(batch);
    var rows = new ArrayList<Row>();
    for (Entry entry : batch) {
      short type = types.code(entry.recorded().stream().type());
      rows.add(
          new Row(
              entry, type, counts.next(type), counts.next(), counts.alive(type, status(entry))));
    }
    counts.position = batch.getLast().recorded().position();
    insert(to, rows);
  }

  @Override
  public void confirmed(Appending written) {
    counts.filter(last -> last.of == written).ifPresent(last -> last.durable = true);
  }

  private static void insert(Appending to, List<Row> rows) {
    to.add(
            """
            insert into read.versions
              (position, stream, type_seq, system_seq, recorded_at, version, type, method, status, resource_id, body, alive)
            select position, stream, type_seq, system_seq, timestamptz 'epoch' + micros * interval '1 microsecond',
              version, type, method, status, resource_id, nullif(body, ''::bytea), alive
            from unnest(:positions, :streams, :typeSeqs, :systemSeqs, :micros, :versions, :types, :methods, :statuses, :ids, :bodies, :alive)
              as r (position, stream, type_seq, system_seq, micros, version, type, method, status, resource_id, body, alive)
            """)
        .bind("positions", Columns.longs(rows, row -> row.entry().recorded().position()))
        .bind("streams", Columns.longs(rows, row -> row.entry().recorded().born()))
        .bind("typeSeqs", Columns.longs(rows, Row::typeSeq))
        .bind("systemSeqs", Columns.longs(rows, Row::systemSeq))
        .bind("micros", Columns.micros(rows, row -> row.entry().recorded().recordedAt()))
        .bind("versions", Columns.ints(rows, row -> row.entry().recorded().version()))
        .bind("types", Columns.ints(rows, Row::type))
        .bind("methods", Columns.ints(rows, row -> row.entry().recorded().method().ordinal()))
        .bind("statuses", Columns.ints(rows, row -> status(row.entry())))
        .bind("ids", Columns.texts(rows, row -> row.entry().recorded().stream().id()))
        .bind("bodies", Columns.bytes(rows, row -> row.entry().body()))
        .bind("alive", Columns.longs(rows, Row::alive));
  }

  private static int status(Entry entry) {
    if (entry.body().length == 0) return 204;
    return entry.commit().created() ? 201 : 200;
  }

  /**
   * The running numbers, continued from the last versions; read under the log's lock. They are used
   * again by the next append where nothing came between, by this server or another.
   */
  private final class Counts {

    private final Map<Short, Long> byType = new HashMap<>();
    private final Map<Short, Long> alive = new HashMap<>();
    private Appending of;
    private boolean durable;
    private long position;
    private long all = NOT_KNOWN;

    Counts(Appending of) {
      this.of = of;
    }

    /** Whether they are the numbers as of that position. */
    boolean stand(Appending to, long before) {
      if (of != to && !durable || position != before) return false;
      of = to;
      durable = false;
      return true;
    }

    void look(List<Entry> batch) {
      var codes = new TreeSet<Short>();
      for (Entry entry : batch) codes.add(types.code(entry.recorded().stream().type()));
      codes.removeAll(byType.keySet());
      if (codes.isEmpty()) return;
      of.written()
          .createQuery(
              """
              select t.code, coalesce(last.type_seq, 0) as seq, coalesce(last.alive, 0) as alive
              from unnest(:types::smallint[]) as t (code)
              left join lateral (
                select v.type, v.type_seq, v.alive
                from read.versions v
                where (v.type, v.position) <= (t.code, 9223372036854775807)
                order by v.type desc, v.position desc
                limit 1) last on last.type = t.code
              union all
              select 0, coalesce((select system_seq from read.versions order by position desc limit 1), 0), 0
              """)
          .bind("types", Columns.ints(codes, Short::intValue))
          .map(
              (row, context) -> {
                byType.put(row.getShort("code"), row.getLong("seq"));
                return alive.put(row.getShort("code"), row.getLong("alive"));
              })
          .list();
      if (all == NOT_KNOWN) all = byType.getOrDefault((short) 0, 0L);
    }

    long next(short type) {
      return byType.merge(type, 1L, Long::sum);
    }

    long next() {
      return ++all;
    }

    /** How many resources of the type there are after a version of this status. */
    long alive(short type, int status) {
      return alive.merge(type, status == 201 ? 1L : status == 204 ? -1L : 0L, Long::sum);
    }
  }
}
