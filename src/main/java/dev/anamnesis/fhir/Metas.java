package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.patch.MetaPatch;
import dev.anamnesis.fhir.search.Searching;
import dev.anamnesis.fhir.time.Asked;
import dev.anamnesis.projection.search.MetaInUse;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.r4.Json;
import java.util.List;
import java.util.Optional;

/**
 * {@code $meta}, {@code $meta-add} and {@code $meta-delete} of one resource, {@code $meta} of a
 * type and of all (https://hl7.org/fhir/R4/resource-operations.html). What changes is a write like
 * any other.
 */
final class Metas {

  private final Interactions interactions;
  private final Searches searches;

  Metas(Interactions interactions, Searches searches) {
    this.interactions = interactions;
    this.searches = searches;
  }

  Answer meta(StreamId stream, Optional<String> versionId, Ask ask) {
    return returned(interactions.reads().read(stream, versionId, ask));
  }

  /** What is on any resource of the type, or of any type; a meta without anything is none. */
  Answer inUse(Optional<String> type, Ask ask) {
    Asked.only(ask);
    return switch (searches.metaInUse(type.map(List::of).orElseGet(searches::typesInUse))) {
      case Searches.InUse.NotDone(var why) -> throw Searching.refusal(why);
      case Searches.InUse.Found(MetaInUse meta) -> {
        var all = Json.Obj.EMPTY;
        List<Json> profiles = meta.profiles().stream().<Json>map(p -> text(p.code())).toList();
        if (!profiles.isEmpty()) all = all.with("profile", new Json.Arr(profiles));
        if (!meta.labels().isEmpty()) all = all.with("security", codings(meta.labels()));
        if (!meta.tags().isEmpty()) all = all.with("tag", codings(meta.tags()));
        yield Answer.ok(parameters(all.members().isEmpty() ? List.of() : List.of(all)));
      }
    };
  }

  private static Json codings(List<MetaInUse.Coded> codes) {
    return new Json.Arr(codes.stream().<Json>map(Metas::coding).toList());
  }

  private static Json.Obj coding(MetaInUse.Coded coded) {
    var coding =
        coded.system().isEmpty()
            ? Json.Obj.EMPTY
            : Json.Obj.EMPTY.with("system", text(coded.system()));
    return coding.with("code", text(coded.code()));
  }

  private static Json text(String value) {
    return new Json.Text(value);
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
    if (answer.json().isEmpty() || Writes.isOutcome(answer)) return answer;
    var resource = (Json.Obj) Json.parse(answer.json().get());
    return Answer.ok(parameters(List.of(resource.get("meta").orElse(Json.Obj.EMPTY))));
  }

  private static String parameters(List<Json> metas) {
    var parameters = Json.Obj.EMPTY.with("resourceType", text("Parameters"));
    if (metas.isEmpty()) return parameters.text();
    List<Json> returned =
        metas.stream()
            .<Json>map(m -> Json.Obj.EMPTY.with("name", text("return")).with("valueMeta", m))
            .toList();
    return parameters.with("parameter", new Json.Arr(returned)).text();
  }
}
