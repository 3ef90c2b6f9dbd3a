package dev.anamnesis.fhir.bundle;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Ids;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.ResourceTypes;
import java.util.Optional;

/** What an entry's URL names. */
sealed interface Route {

  record System() implements Route {}

  record Type(String type) implements Route {}

  /** A type and a search: {@code Patient?identifier=x}. */
  record Matching(String type) implements Route {}

  record Instance(StreamId stream) implements Route {}

  record Version(StreamId stream, String versionId) implements Route {}

  /** {@code _history} of an instance, of a type, or of all. */
  record History(Optional<String> type, Optional<StreamId> stream) implements Route {}

  /** {@code $name} of the system, of a type, or of an instance; {@code metadata} as it is. */
  record Operation(Optional<String> type, Optional<String> id, String name) implements Route {}

  /** Anything else. */
  record Other() implements Route {}

  static Route of(String path, String query, ResourceTypes types) {
    if (path.isEmpty()) return new System();
    String[] parts = path.split("/", -1);
    if (path.equals("_history")) return new History(Optional.empty(), Optional.empty());
    if (!types.knows(parts[0])) {
      if (parts[0].startsWith("$") || path.equals("metadata")) return operation(parts);
      if (path.equals("_search")) return new Other();
      throw Outcomes.notFound("R4 has no resource type of this name.");
    }
    String type = parts[0];
    if (parts.length == 1) return query.isEmpty() ? new Type(type) : new Matching(type);
    if (parts[parts.length - 1].startsWith("$") && parts.length <= 3) return operation(parts);
    if (parts[1].startsWith("$") || parts[1].equals("_search")) return new Other();
    if (parts.length == 2 && parts[1].equals("_history")) {
      return new History(Optional.of(type), Optional.empty());
    }
    var stream = new StreamId(type, Ids.checked(parts[1]));
    if (parts.length == 2) return new Instance(stream);
    if (!parts[2].equals("_history") || parts.length > 4) return new Other();
    return parts.length == 3
        ? new History(Optional.of(type), Optional.of(stream))
        : new Version(stream, parts[3]);
  }

  private static Operation operation(String[] parts) {
    return new Operation(
        parts.length > 1 ? Optional.of(parts[0]) : Optional.empty(),
        parts.length > 2 ? Optional.of(parts[1]) : Optional.empty(),
        parts[parts.length - 1]);
  }
}
