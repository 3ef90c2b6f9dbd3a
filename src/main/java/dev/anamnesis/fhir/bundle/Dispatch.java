package dev.anamnesis.fhir.bundle;

import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Interactions;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.PatchBody;
import dev.anamnesis.fhir.Plan;
import dev.anamnesis.fhir.Subsets;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.patch.Patch;
import dev.anamnesis.fhir.search.SearchPath;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.projection.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends an entry to the interaction its method and URL name. */
final class Dispatch {

  private static final String AUDIT = "AuditEvent";

  private final Interactions interactions;
  private final ResourceTypes types;
  private final Supplier<Operations> operations;
  private final Subsets subsets;

  Dispatch(
      Interactions interactions,
      ResourceTypes types,
      Supplier<Operations> operations,
      Subsets subsets) {
    this.subsets = subsets;
    this.interactions = interactions;
    this.types = types;
    this.operations = operations;
  }

  /** An entry on its own, as in a batch. */
  Answer answer(Entry entry, Ask ask) {
    if (entry.asks("_search") && entry.resource().isPresent()) {
      throw Outcomes.invalid(
          "bad-url", "A search as an entry has its parameters in its URL, and no resource.");
    }
    return entry.states()
        ? interactions.writes().carryOut(() -> plan(entry, document(entry), ask), ask)
        : reading(entry, ask);
  }

  Answer reading(Entry entry, Ask ask) {
    Answer answer =
        switch (Route.of(ask.path(), ask.query(), types)) {
          case Route.Instance(var stream) when stream.type().equals(AUDIT) ->
              interactions.audit().read(stream.id(), Optional.empty(), ask);
          case Route.Version(var stream, String version) when stream.type().equals(AUDIT) ->
              interactions.audit().read(stream.id(), Optional.of(version), ask);
          case Route.Instance(var stream) ->
              interactions.reads().read(stream, Optional.empty(), ask);
          case Route.Version(var stream, String version) ->
              interactions.reads().read(stream, Optional.of(version), ask);
          case Route.History(var type, var stream) ->
              interactions
                  .histories()
                  .answer(
                      stream
                          .<Scope>map(Scope.Instance::new)
                          .or(() -> type.map(name -> new Scope.Types(List.of(name))))
                          .orElseGet(Scope.System::new),
                      ask);
          case Route.System(), Route.Type(_), Route.Matching(_) ->
              interactions.searching().search(ask);
          case Route.Operation operation -> operation(operation, entry, ask);
          case Route.Other() when SearchPath.of(ask.path(), types).isPresent() ->
              interactions.searching().search(ask);
          case Route.Other() -> throw unsupported();
        };
    return entry.verb() == Entry.Verb.HEAD
        ? new Answer(answer.status(), answer.version(), Optional.empty())
        : answer;
  }

  /** Of what is read the part that the entry's URL asks for. */
  Answer shown(Answer answer, Ask ask) {
    return subsets.cut(answer, ask);
  }

  /** The write, if what it states is valid. */
  Write checked(Write write) {
    return interactions.writes().checked(write);
  }

  private Answer operation(Route.Operation asked, Entry entry, Ask ask) {
    if (asked.type().equals(Optional.of(AUDIT))) throw unsupported();
    var operation =
        operations
            .get()
            .find(asked.type(), asked.id(), asked.name())
            .orElseThrow(Dispatch::unsupported);
    boolean posted = entry.verb() == Entry.Verb.POST;
    if (entry.verb().writes() && (!posted || !asked.name().startsWith("$"))) throw badUrl();
    if (operation.writes() && !posted) {
      throw Outcomes.notAllowed("not-supported", "This operation changes the record: POST it.");
    }
    return operation.answer(document(entry), ask);
  }

  /** What a writing entry comes down to. */
  Plan plan(Entry entry, Optional<Read.Document> document, Ask ask) {
    var plans = interactions.plans();
    Route route = Route.of(ask.path(), ask.query(), types);
    if (ask.path().matches(AUDIT + "(/.*)?")) throw Outcomes.auditIsOurs();
    return switch (entry.verb()) {
      case POST ->
          switch (route) {
            case Route.Type(String type) -> plans.create(type, of(type, document), ask);
            case Route.Matching(_), Route.Instance(_), Route.Version(_, _) -> throw badUrl();
            case Route.Operation(_, _, String name) when !name.startsWith("$") -> throw badUrl();
            case Route.Operation(_, _, _) ->
                throw Outcomes.notAllowed(
                    "not-supported",
                    "A transaction takes operations by GET alone: POST this one in a batch, or by"
                        + " itself.");
            case Route.System(), Route.History(_, _), Route.Other() -> throw unsupported();
          };
      case PUT ->
          switch (route) {
            case Route.Instance(var stream) ->
                plans.update(stream, of(stream.type(), document), ask);
            case Route.Matching(String type) ->
                plans.updateMatching(type, ask.query(), of(type, document), ask);
            case Route.System(),
                Route.Type(_),
                Route.Version(_, _),
                Route.History(_, _),
                Route.Operation(_, _, _),
                Route.Other() ->
                throw badUrl();
          };
      case DELETE ->
          switch (route) {
            case Route.Instance(var stream) -> plans.delete(stream, ask);
            case Route.Matching(String type) -> plans.deleteMatching(type, ask.query(), ask);
            case Route.System(),
                Route.Type(_),
                Route.Version(_, _),
                Route.History(_, _),
                Route.Operation(_, _, _),
                Route.Other() ->
                throw badUrl();
          };
      case PATCH -> patch(route, document, ask);
      case GET, HEAD -> throw unsupported();
    };
  }

  private Plan patch(Route route, Optional<Read.Document> document, Ask ask) {
    Patch patch =
        PatchBody.entry(
            document.orElseThrow(
                () ->
                    Outcomes.invalid("body-missing", "The entry has no resource: send a patch.")));
    return switch (route) {
      case Route.Instance(var stream) -> interactions.patches().patch(stream, patch, ask);
      case Route.Matching(String type) ->
          interactions.patches().patchMatching(type, ask.query(), patch, ask);
      case Route.System(),
          Route.Type(_),
          Route.Version(_, _),
          Route.History(_, _),
          Route.Operation(_, _, _),
          Route.Other() ->
          throw badUrl();
    };
  }

  static Optional<Read.Document> document(Entry entry) {
    return entry.resource().map(Documents::of);
  }

  private static Read.Document of(String type, Optional<Read.Document> document) {
    return document
        .filter(found -> found.type().equals(type))
        .orElseThrow(
            () ->
                Outcomes.invalid(
                    "resource-type-mismatch", "The entry needs a resource of its URL's type."));
  }

  private static RuntimeException badUrl() {
    return Outcomes.invalid("bad-url", "The entry's URL is not one that its method takes.");
  }

  private static RuntimeException unsupported() {
    return Outcomes.notAllowed(
        "not-supported",
        "This server does not do that in a Bundle: its CapabilityStatement at /metadata says what"
            + " it does.");
  }
}
