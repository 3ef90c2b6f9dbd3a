package dev.anamnesis.projection;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Reads current resources and single versions. */
public final class Resources {

  private final Jdbi jdbi;
  private final VersionRows rows;

  public Resources(Jdbi jdbi, ResourceTypes types, Sealer sealer) {
    this.jdbi = jdbi;
    this.rows = new VersionRows(types, sealer);
  }

  /** The current version; it may be a deletion. Empty when there never was one. */
  public Optional<Version> current(StreamId stream) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select %s
                        from log.streams s
                        join read.versions v on v.position = s.position
                        where s.resource_type = :type
                          and s.resource_id = :id
                        """
                            .formatted(VersionRows.COLUMNS))
                    .bind("type", stream.type())
                    .bind("id", stream.id())
                    .map((row, context) -> rows.stored(row))
                    .findOne())
        .map(rows::opened);
  }

  /** One version; it may be a deletion. */
  public Optional<Version> version(StreamId stream, int version) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select %s
                        from log.streams s
                        join read.versions v on v.stream = s.stream and v.version = :version
                        where s.resource_type = :type
                          and s.resource_id = :id
                        """
                            .formatted(VersionRows.COLUMNS))
                    .bind("type", stream.type())
                    .bind("id", stream.id())
                    .bind("version", version)
                    .map((row, context) -> rows.stored(row))
                    .findOne())
        .map(rows::opened);
  }
}
