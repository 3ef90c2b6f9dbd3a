package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.CommitListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Keeps every version's bytes, numbered within its type and within the whole, so that totals are
 * exact and cheap.
 */
public final class VersionsProjection implements CommitListener {

  private final ResourceTypes types;

  public VersionsProjection(ResourceTypes types) {
    this.types = types;
  }

  private record Row(Entry entry, int type, long typeSeq, long systemSeq) {}

  @Override
  public void onCommits(Handle transaction, List<Entry> batch) {
    var counts = new Counts(transaction, batch);
    var rows = new ArrayList<Row>();
    for (Entry entry : batch) {
      short type = types.code(entry.recorded().stream().type());
      rows.add(new Row(entry, type, counts.next(type), counts.next()));
    }
    insert(transaction, rows);
  }

  private static void insert(Handle transaction, List<Row> rows) {
    transaction
        .createUpdate(
            """
            insert into read.versions
              (position, stream, type_seq, system_seq, recorded_at, version, type, method, status, resource_id, body)
            select position, stream, type_seq, system_seq, timestamptz 'epoch' + micros * interval '1 microsecond',
              version, type, method, status, resource_id, nullif(body, ''::bytea)
            from unnest(:positions, :streams, :typeSeqs, :systemSeqs, :micros, :versions, :types, :methods, :statuses, :ids, :bodies)
              as r (position, stream, type_seq, system_seq, micros, version, type, method, status, resource_id, body)
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
        .execute();
  }

  private static int status(Entry entry) {
    if (entry.body().length == 0) return 204;
    return entry.commit().created() ? 201 : 200;
  }

  /** The running numbers, continued from the last versions; read under the log's lock. */
  private final class Counts {

    private final Map<Short, Long> byType = new HashMap<>();
    private long all;

    Counts(Handle transaction, List<Entry> batch) {
      var codes = new TreeSet<Short>();
      for (Entry entry : batch) codes.add(types.code(entry.recorded().stream().type()));
      transaction
          .createQuery(
              """
              select t.code, coalesce(
                (select v.type_seq
                 from read.versions v
                 where v.type = t.code
                 order by v.position desc
                 limit 1), 0) as last
              from unnest(:types::smallint[]) as t (code)
              union all
              select 0, coalesce((select system_seq from read.versions order by position desc limit 1), 0)
              """)
          .bind("types", Columns.ints(codes, Short::intValue))
          .map((row, context) -> Map.entry(row.getShort("code"), row.getLong("last")))
          .forEach(entry -> byType.put(entry.getKey(), entry.getValue()));
      all = byType.getOrDefault((short) 0, 0L);
    }

    long next(short type) {
      return byType.merge(type, 1L, Long::sum);
    }

    long next() {
      return ++all;
    }
  }
}
