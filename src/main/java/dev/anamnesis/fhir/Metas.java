package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.patch.MetaPatch;
import dev.anamnesis.r4.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code $meta}, {@code $meta-add} and {@code $meta-delete} of one resource
 * (https://hl7.org/fhir/R4/resource-operations.html). The latter two are writes like any other.
 */
final class Metas {

  private final Interactions interactions;

  Metas(Interactions interactions) {
    this.interactions = interactions;
  }

  Answer meta(StreamId stream, Optional<String> versionId, Ask ask) {
    return returned(interactions.reads().read(stream, versionId, ask));
  }

  Answer change(StreamId stream, MetaPatch.Change change, Read.Document parameters, Ask ask) {
    return returned(interactions.patch(stream, new MetaPatch(change, given(parameters)), ask));
  }

  private static Json.Obj given(Read.Document parameters) {
    List<String> items = parameters.elements().items("parameter");
    if (items.size() == 1
        && Json.parse(items.getFirst()) instanceof Json.Obj parameter
        && parameter.string("name").equals(Optional.of("meta"))
        && parameter.get("valueMeta").orElse(Json.NULL) instanceof Json.Obj meta) {
      return meta;
    }
    throw Outcomes.invalid(
        "bad-parameters", "Send Parameters with one parameter meta that has a valueMeta.");
  }

  /** The resource's meta as the operation's answer; an answer without a resource stays as it is. */
  private static Answer returned(Answer answer) {
    if (answer.json().isEmpty() || answer.json().get().startsWith(Writes.SUCCESS)) return answer;
    var resource = (Json.Obj) Json.parse(answer.json().get());
    Json meta = resource.get("meta").orElse(Json.Obj.EMPTY);
    var returned = new Json.Obj(Map.of("name", new Json.Text("return"))).with("valueMeta", meta);
    var parameters =
        new Json.Obj(Map.of("resourceType", new Json.Text("Parameters")))
            .with("parameter", new Json.Arr(List.of(returned)));
    return Answer.ok(parameters.text());
  }
}
