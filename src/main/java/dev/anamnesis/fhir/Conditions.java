package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Searches that decide what a conditional interaction is about
 * (https://hl7.org/fhir/R4/http.html#ccreate).
 */
public interface Conditions {

  /**
   * What matched.
   *
   * @param streams none, one, or two for several
   * @param stays holds while the very same matches
   */
  record Matches(List<StreamId> streams, Guard stays) {
    public Matches {
      streams = List.copyOf(streams);
    }
  }

  /**
   * Throws a refusal where the query is not understood whole: what is ignored here would write to
   * the wrong resource.
   */
  Matches find(String type, String query);

  /** All that match, for a chain; a refusal where they are too many for one. */
  List<StreamId> chained(String type, Map<String, List<String>> parameters);

  /** The same over the record as it was at an instant. */
  Conditions asOf(Instant instant);
}
