package dev.anamnesis.fhir.time;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.FactLog;
import dev.anamnesis.eventstore.FactLog.Told;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.Periods;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.r4.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code $as-of}: a resource by two clocks. {@code known}: what was recorded by then. {@code
 * effective}: of that, what had taken effect by then. A fact that tells no time of its own took
 * effect when it was recorded; one that says what was so all along holds for every time.
 */
public final class AsOfOperation {

  /** Versions of one resource that are folded at most. */
  private static final int MOST = 20_000;

  private final FactLog log;
  private final Ledger ledger;

  public AsOfOperation(FactLog log, Ledger ledger) {
    this.log = log;
    this.ledger = ledger;
  }

  public Answer answer(StreamId stream, Ask ask) {
    Asked.only(ask, "effective", "known");
    Instant effective = Asked.instant(ask, "effective").orElse(Instant.MAX);
    Instant known = Asked.instant(ask, "known").orElse(Instant.MAX);
    var facts = new ArrayList<Event>();
    Optional<Recorded> last = Optional.empty();
    for (Told told : log.after(stream, 0, MOST)) {
      if (told.recorded().recordedAt().isAfter(known)) break;
      int before = facts.size();
      for (Event event : events(told)) {
        if (holds(event, told.recorded().recordedAt(), effective)) facts.add(event);
      }
      if (facts.size() > before) last = Optional.of(told.recorded());
    }
    Recorded latest = last.orElseThrow(AsOfOperation::nothing);
    return switch (ledger.folded(stream.type(), facts)) {
      case Existence.Absent() -> throw nothing();
      case Existence.Removed(Elements was) -> throw Outcomes.gone(latest);
      case Existence.Present(Elements elements) -> Answer.ok(resource(stream, latest, elements));
    };
  }

  private static RuntimeException nothing() {
    return Outcomes.notFound("By then there was nothing of this resource.");
  }

  private static List<Event> events(Told told) {
    return switch (told) {
      case Told.Facts(var recorded, var facts) -> facts.stream().map(FactLog.Fact::event).toList();
      case Told.Erased(var recorded) -> throw Outcomes.erased();
    };
  }

  private static boolean holds(Event event, Instant recorded, Instant by) {
    if (event.isRetroactive()) return true;
    Instant from =
        event.effective().map(text -> Periods.of("effective", text).from()).orElse(recorded);
    return !from.isAfter(by);
  }

  /** It may be no version there ever was, so it bears no versionId. */
  private static String resource(StreamId stream, Recorded latest, Elements elements) {
    Json.Obj tree = FactPart.tree(elements);
    var meta =
        ((Json.Obj) tree.get("meta").orElse(Json.Obj.EMPTY))
            .with("lastUpdated", new Json.Text(Instants.text(latest.recordedAt())));
    Json.Obj resource =
        Json.Obj.EMPTY
            .with("resourceType", new Json.Text(stream.type()))
            .with("id", new Json.Text(stream.id()))
            .with("meta", meta);
    for (var member : tree.without("meta").members().entrySet()) {
      resource = resource.with(member.getKey(), member.getValue());
    }
    return resource.text();
  }
}
