package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Recorded;
import java.util.Optional;

/**
 * A version as it is served.
 *
 * @param status the HTTP status it was answered with: 201, 200 or 204
 * @param masked parts of it were erased, and something else stands in their place
 */
public record Version(Recorded recorded, int status, Content content, boolean masked) {

  /** What there is to serve. */
  public sealed interface Content {
    /** Canonical JSON, ready to write. */
    record Resource(String json) implements Content {}

    /** The version is a deletion. */
    record Deleted() implements Content {}

    /** There was a resource; its key was destroyed. */
    record Erased() implements Content {}
  }

  /** Empty for a deletion and for what was erased. */
  public Optional<String> json() {
    return switch (content) {
      case Content.Resource(String json) -> Optional.of(json);
      case Content.Deleted() -> Optional.empty();
      case Content.Erased() -> Optional.empty();
    };
  }
}
