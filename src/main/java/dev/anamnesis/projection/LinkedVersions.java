package dev.anamnesis.projection;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The versions of patients' records that may say otherwise than the one before who is whom. */
final class LinkedVersions {

  private static final int BATCH = 500;

  private final VersionRows rows;
  private final short patient;
  private final Map<Long, Existence> states = new HashMap<>();

  LinkedVersions(VersionRows rows, short patient) {
    this.rows = rows;
    this.patient = patient;
  }

  /** What the version's record said of others before, as far as it was read. */
  Existence before(VersionRows.Stored version) {
    return states.getOrDefault(version.recorded().born(), new Existence.Absent());
  }

  /** Of the many that say nothing of others nothing is kept. */
  void after(VersionRows.Stored version, Existence state) {
    long stream = version.recorded().born();
    switch (state) {
      case Existence.Present(Elements all) when all.has("link") ->
          states.put(
              stream,
              new Existence.Present(Elements.of(Map.of("link", all.get("link").orElseThrow()))));
      case Existence.Present(_), Existence.Absent(), Existence.Removed(_) -> states.remove(stream);
    }
  }

  /** The next ones after a position; none where there are no more. */
  List<VersionRows.Stored> next(Handle handle, long from) {
    return handle
        .createQuery(
            """
                select %s
                from read.versions v
                join log.commits c on c.position = v.position
                where v.position > :from
                  and v.type = :patient
                  and c.facts ~ 'patient\\.(registered|linked|removed|restored):'
                order by v.position
                limit :batch
                """
                .formatted(VersionRows.COLUMNS))
        .bind("from", from)
        .bind("patient", patient)
        .bind("batch", BATCH)
        .map((row, context) -> rows.stored(row))
        .list();
  }
}
