package dev.anamnesis.fhir.audit;

import dev.anamnesis.audit.Recollection;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.Resources;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code _include} adds: the resources AuditEvents point at, as they are now. */
final class Included {

  private static final Pattern AGENT =
      Pattern.compile(
          "(Practitioner|PractitionerRole|Organization|Device|Patient|RelatedPerson)/([A-Za-z0-9.-]{1,64})");

  private final Resources resources;

  Included(Resources resources) {
    this.resources = resources;
  }

  /** Path to canonical JSON; what was deleted is not there to be included. */
  Map<String, String> of(List<Recollection> records, List<String> wanted) {
    var streams = new LinkedHashSet<StreamId>();
    for (String include : wanted) {
      for (Recollection record : records) streams.addAll(streams(record, include));
    }
    var found = new LinkedHashMap<String, String>();
    for (StreamId stream : streams) {
      resources
          .current(stream)
          .flatMap(version -> version.json())
          .ifPresent(json -> found.put(stream.path(), json));
    }
    return found;
  }

  private static Set<StreamId> streams(Recollection record, String include) {
    var streams = new LinkedHashSet<StreamId>();
    switch (include) {
      case "AuditEvent:patient" ->
          record.patient().ifPresent(id -> streams.add(new StreamId("Patient", id)));
      case "AuditEvent:entity" -> {
        record.seen().ifPresent(seen -> streams.add(seen.stream()));
        record.patient().ifPresent(id -> streams.add(new StreamId("Patient", id)));
      }
      case "AuditEvent:agent" -> {
        var caller = record.caller();
        for (String id : List.of(caller.user(), caller.client(), caller.onBehalfOf())) {
          var reference = AGENT.matcher(id);
          if (reference.matches()) {
            streams.add(new StreamId(reference.group(1), reference.group(2)));
          }
        }
      }
      default ->
          throw Outcomes.invalid(
              "bad-parameter",
              "_include takes AuditEvent:agent, AuditEvent:entity or AuditEvent:patient.");
    }
    return streams;
  }
}
