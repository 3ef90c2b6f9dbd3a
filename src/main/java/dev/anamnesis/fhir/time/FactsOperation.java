package dev.anamnesis.fhir.time;

import dev.anamnesis.audit.Makers;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.eventstore.FactLog;
import dev.anamnesis.eventstore.FactLog.Told;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code $facts}: what happened to a resource, by name, in order. */
public final class FactsOperation {

  static final int DEFAULT_COUNT = 50;
  static final int MOST = 1000;

  private final FactLog log;
  private final Resources resources;
  private final Makers makers;

  public FactsOperation(FactLog log, Resources resources, Makers makers) {
    this.log = log;
    this.resources = resources;
    this.makers = makers;
  }

  /** A page holds whole versions, {@code _count} of them at most. */
  public Answer answer(StreamId stream, Ask ask) {
    Asked.only(ask, "_count", "after");
    int count = Asked.number(ask, "_count", 1).map(n -> Math.min(n, MOST)).orElse(DEFAULT_COUNT);
    int after = Asked.number(ask, "after", 0).orElse(0);
    List<Told> told = log.after(stream, after, count + 1);
    if (told.isEmpty() && resources.current(stream).isEmpty()) {
      throw Outcomes.notFound("There is no such resource, and there never was.");
    }
    List<Told> page = told.size() > count ? told.subList(0, count) : told;
    var parameters = new ArrayList<Json.Obj>();
    Elements state = after == 0 ? Elements.NONE : left(stream, after);
    var made = makers.of(page.stream().map(each -> each.recorded().position()).toList());
    for (Told each : page) {
      var place = new ArrayList<>(FactPart.place(each.recorded()));
      Optional.ofNullable(made.get(each.recorded().position()))
          .ifPresent(caller -> place.addAll(FactPart.maker(caller)));
      state = told(parameters, place, state, each);
    }
    if (told.size() > count) {
      String next =
          "%s/%s?_count=%d&after=%d"
              .formatted(ask.base(), ask.path(), count, page.getLast().recorded().version());
      parameters.add(Part.valued("next", "uri", new Json.Text(next)));
    }
    return Answer.ok(Part.parameters(parameters));
  }

  /** The members after that version; those of a deleted one are what it had. */
  private Elements left(StreamId stream, int version) {
    Optional<Version> found = resources.version(stream, version);
    return found
        .flatMap(Version::json)
        .or(() -> resources.version(stream, version - 1).flatMap(Version::json))
        .map(json -> Served.document(json).elements())
        .orElse(Elements.NONE);
  }

  private static Elements told(
      List<Json.Obj> parameters, List<Json.Obj> place, Elements before, Told told) {
    String type = told.recorded().stream().type();
    return switch (told) {
      case Told.Facts(var recorded, var facts) -> {
        Elements state = before;
        for (FactLog.Fact fact : facts) {
          parameters.add(FactPart.of(fact, place, type, state));
          state = state.with(fact.event().edit());
        }
        yield state;
      }
      case Told.Erased(var recorded) -> {
        parameters.add(Part.of("erased", place));
        yield before;
      }
    };
  }
}
