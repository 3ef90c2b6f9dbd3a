package dev.anamnesis.audit;

import dev.anamnesis.audit.AccessRows.Stored;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Fetches what records refer to, a whole page at once. */
final class Recollections {

  private Recollections() {}

  static List<Recollection> of(Handle handle, List<Stored> rows) {
    var mains = mains(handle, rows);
    var positions = new LinkedHashSet<Long>();
    for (Stored row : rows) {
      positions.add(row.line().seen());
      positions.add(row.line().patient());
    }
    positions.remove(0L);
    Map<Long, Recorded> commits = commits(handle, positions);
    var recollections = new ArrayList<Recollection>();
    for (Stored row : rows) recollections.add(of(row, mains, commits));
    return recollections;
  }

  private static Recollection of(Stored row, Map<Long, Line> mains, Map<Long, Recorded> commits) {
    Line line = row.line();
    Line told = mains.getOrDefault(row.position() - line.main(), line);
    return new Recollection(
        row.position(),
        Instants.ofMicros(row.micros()),
        line.kind(),
        line.status(),
        line.caller(),
        told.request(),
        told.about(),
        told.query(),
        Optional.ofNullable(commits.get(line.seen())),
        Optional.ofNullable(commits.get(line.patient())).map(born -> born.stream().id()));
  }

  /** The first records of interactions whose further patients are on the page. */
  private static Map<Long, Line> mains(Handle handle, List<Stored> rows) {
    var mains = new HashMap<Long, Line>();
    var missing = new LinkedHashSet<Long>();
    for (Stored row : rows) {
      if (row.line().main() != 0) missing.add(row.position() - row.line().main());
    }
    if (missing.isEmpty()) return mains;
    handle
        .createQuery(
            """
            select %s
            from audit.access a
            join audit.callers c on c.id = a.caller
            where a.position = any(:positions)
            """
                .formatted(AccessRows.COLUMNS))
        .bind("positions", Columns.longs(missing, position -> position))
        .map((row, context) -> AccessRows.read(row))
        .forEach(stored -> mains.put(stored.position(), stored.line()));
    return mains;
  }

  private static Map<Long, Recorded> commits(Handle handle, Set<Long> positions) {
    var commits = new HashMap<Long, Recorded>();
    handle
        .createQuery(
            """
            select position, recorded_at, stream, version, resource_type, resource_id, method
            from log.commits
            where position = any(:positions)
            """)
        .bind("positions", Columns.longs(positions, position -> position))
        .map((row, context) -> Rows.recorded(row))
        .forEach(commit -> commits.put(commit.position(), commit));
    return commits;
  }
}
