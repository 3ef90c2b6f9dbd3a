package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Recorded;
import java.util.Optional;

/**
 * A version as it is served.
 *
 * @param status the HTTP status it was answered with: 201, 200 or 204
 * @param json canonical JSON, ready to write; empty for a deletion
 */
public record Version(Recorded recorded, int status, Optional<String> json) {

  public boolean deleted() {
    return json.isEmpty();
  }
}
