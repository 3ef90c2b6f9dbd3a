package dev.anamnesis.fhir.time;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.CompartmentHistory;
import dev.anamnesis.projection.HistoryPage;
import dev.anamnesis.projection.HistoryQuery;
import dev.anamnesis.projection.Version;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole records as they were at an instant. */
final class Records {

  /** Later than all that is recorded. */
  static final Instant NOW = Instant.parse("9999-12-31T00:00:00Z");

  /** Resources of one record at most. */
  private static final int MOST = 5_000;

  private Records() {}

  /** What was in the compartments, the oldest version first. */
  static Map<StreamId, Version> at(
      CompartmentHistory compartments, List<StreamId> owners, Instant instant) {
    HistoryPage page =
        compartments
            .page(owners, HistoryQuery.heldAt(instant, MOST))
            .orElseThrow(
                () -> Outcomes.notFound("There is no such resource, and there never was."));
    if (page.next().isPresent()) {
      throw Outcomes.invalid(
          "record-too-large",
          "A record of more than %d resources is not dealt with at once.".formatted(MOST));
    }
    var record = new LinkedHashMap<StreamId, Version>();
    for (Version version : page.versions()) record.put(version.recorded().stream(), version);
    return record;
  }
}
