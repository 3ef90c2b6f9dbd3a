package dev.anamnesis.fhir.bundle;

import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Writes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A response Bundle as text, around the texts of what its entries were answered. */
final class BundleAnswer {

  private static final Map<Integer, String> WORDS =
      Map.of(
          200, "200 OK",
          201, "201 Created",
          204, "204 No Content",
          304, "304 Not Modified");

  private BundleAnswer() {}

  /**
   * What one entry was answered.
   *
   * @param outcome an OperationOutcome as JSON where it was refused or one was asked for
   */
  record Each(Answer answer, Optional<String> outcome) {
    static Each of(Answer answer) {
      return new Each(answer, Optional.empty());
    }

    /** Found where another entry made it. */
    Each again() {
      return new Each(
          new Answer(200, answer.version(), answer.json()),
          outcome.map(made -> Writes.success(200)));
    }

    /**
     * A write is answered with its resource, or with an outcome, only to a client that asks for it.
     */
    static Each written(Answer answer, Ask bundle) {
      if (bundle.prefers("return=representation")) return of(answer);
      var bare = new Answer(answer.status(), answer.version(), Optional.empty());
      return new Each(bare, Writes.isOutcome(answer) ? answer.json() : Optional.empty());
    }
  }

  static String write(String type, String id, String base, List<Each> entries) {
    var out = new StringBuilder(200 + entries.size() * 250);
    out.append("{\"resourceType\":\"Bundle\",\"id\":\"").append(id);
    out.append("\",\"type\":\"").append(type).append('"');
    char before = '[';
    if (!entries.isEmpty()) out.append(",\"entry\":");
    for (Each each : entries) {
      entry(out.append(before), each, base);
      before = ',';
    }
    if (!entries.isEmpty()) out.append(']');
    return out.append('}').toString();
  }

  private static void entry(StringBuilder out, Each each, String base) {
    Answer answer = each.answer();
    out.append('{');
    answer
        .version()
        .ifPresent(
            version ->
                out.append("\"fullUrl\":\"")
                    .append(base)
                    .append('/')
                    .append(version.stream().path())
                    .append("\","));
    answer.json().ifPresent(json -> out.append("\"resource\":").append(json).append(','));
    out.append("\"response\":{\"status\":\"");
    out.append(WORDS.getOrDefault(answer.status(), Integer.toString(answer.status())));
    out.append('"');
    answer.version().ifPresent(version -> version(out, version));
    each.outcome().ifPresent(json -> out.append(",\"outcome\":").append(json));
    out.append("}}");
  }

  private static void version(StringBuilder out, Recorded version) {
    out.append(",\"location\":\"").append(version.stream().path());
    out.append("/_history/").append(version.version());
    out.append("\",\"etag\":\"W/\\\"").append(version.version());
    out.append("\\\"\",\"lastModified\":\"").append(Instants.text(version.recordedAt()));
    out.append('"');
  }
}
