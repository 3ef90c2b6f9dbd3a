package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Bodies;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Opened;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.Version.Content;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and opens the rows of {@code read.versions}. */
public final class VersionRows {

  /** What a query must select for {@link #stored}. */
  public static final String COLUMNS =
      "v.position, v.stream, v.recorded_at, v.version, v.type, v.method, v.status, v.resource_id, v.body";

  private static final Method[] METHODS = Method.values();

  private final ResourceTypes types;
  private final Sealer sealer;
  private final ServedVersions served;

  public VersionRows(ResourceTypes types, Sealer sealer, ServedVersions served) {
    this.types = types;
    this.sealer = sealer;
    this.served = served;
  }

  /** A row as it lies there, still sealed. */
  public record Stored(Recorded recorded, int status, Optional<byte[]> body) {}

  public Stored stored(ResultSet row) throws SQLException {
    var recorded =
        new Recorded(
            new StreamId(types.name(row.getShort("type")), row.getString("resource_id")),
            row.getLong("position"),
            row.getLong("stream"),
            row.getInt("version"),
            row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
            METHODS[row.getShort("method")]);
    return new Stored(recorded, row.getInt("status"), Optional.ofNullable(row.getBytes("body")));
  }

  Version opened(Stored stored) {
    Recorded recorded = stored.recorded();
    return served.find(recorded.stream(), recorded.version()).orElseGet(() -> unsealed(stored));
  }

  private Version unsealed(Stored stored) {
    var version =
        stored
            .body()
            .map(body -> open(stored, body))
            .orElseGet(() -> version(stored, new Content.Deleted(), false));
    served.keep(version);
    return version;
  }

  private static Version version(Stored stored, Content content, boolean masked) {
    return new Version(stored.recorded(), stored.status(), content, masked);
  }

  /** Opens what of a page was not served lately; the keys are fetched at once. */
  public List<Version> opened(List<Stored> page) {
    var opened = new ArrayList<Optional<Version>>(page.size());
    var sealed = new ArrayList<byte[]>();
    for (Stored stored : page) {
      Recorded recorded = stored.recorded();
      Optional<Version> lately = served.find(recorded.stream(), recorded.version());
      if (lately.isEmpty()) stored.body().ifPresent(sealed::add);
      opened.add(lately);
    }
    if (!sealed.isEmpty()) sealer.prefetch(sealed);
    var versions = new ArrayList<Version>(page.size());
    for (int n = 0; n < page.size(); n++) {
      Stored stored = page.get(n);
      versions.add(opened.get(n).orElseGet(() -> unsealed(stored)));
    }
    return versions;
  }

  private Version open(Stored stored, byte[] body) {
    Recorded recorded = stored.recorded();
    byte[] place = Bodies.place(recorded.stream(), recorded.version(), Bodies.Kind.BODY);
    return switch (sealer.open(body, place)) {
      case Opened.Whole(String text) ->
          version(stored, new Content.Resource(Bodies.served(recorded, text)), false);
      case Opened.Masked(String text, int hidden) ->
          version(stored, new Content.Resource(Bodies.served(recorded, text)), true);
      case Opened.Gone() -> version(stored, new Content.Erased(), false);
    };
  }
}
