package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import java.util.Optional;
import java.util.Set;

/**
 * A version's body as it is stored: the members as one JSON object with {@code meta} first. Type,
 * id, version and instant are the log's, and are written into the head when it is served.
 */
public final class Bodies {

  private Bodies() {}

  static Optional<String> stored(Existence after) {
    return switch (after) {
      case Existence.Present(Elements elements) -> Optional.of(stored(elements));
      case Existence.Absent() -> Optional.empty();
      case Existence.Removed(Elements was) -> Optional.empty();
    };
  }

  private static String stored(Elements elements) {
    Optional<String> meta = elements.get("meta");
    if (meta.isEmpty()) return elements.json();
    String rest = elements.without(Set.of("meta")).json();
    return "{\"meta\":" + meta.get() + (rest.length() > 2 ? "," : "") + rest.substring(1);
  }

  /** The version as it is served, from the state it left; empty for a deletion. */
  public static Optional<String> served(Recorded recorded, Existence after) {
    return stored(after).map(text -> served(recorded, text));
  }

  /**
   * The resource as it is served: canonical JSON, {@code resourceType}, {@code id}, {@code meta}
   * first.
   */
  public static String served(Recorded recorded, String stored) {
    boolean hasMeta = stored.startsWith("{\"meta\":{");
    String rest = stored.substring(hasMeta ? 9 : 1);
    var out = new StringBuilder(stored.length() + 160);
    out.append("{\"resourceType\":\"").append(recorded.stream().type());
    out.append("\",\"id\":\"").append(recorded.stream().id());
    out.append("\",\"meta\":{\"versionId\":\"").append(recorded.version());
    out.append("\",\"lastUpdated\":\"").append(Instants.text(recorded.recordedAt())).append('"');
    if (hasMeta) return out.append(',').append(rest).toString();
    return out.append('}').append(rest.length() > 1 ? "," : "").append(rest).toString();
  }

  /** What a sealed payload or body is bound to: its stream, version and kind. */
  public static byte[] place(StreamId stream, int version, Kind kind) {
    return (kind.name() + '/' + stream.path() + '/' + version)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** What is sealed. */
  public enum Kind {
    FACTS,
    BODY,
    SNAPSHOT
  }
}
