package dev.anamnesis.fhir.time;

import dev.anamnesis.audit.Caller;
import dev.anamnesis.audit.Makers;
import dev.anamnesis.eventstore.FactLog;
import dev.anamnesis.eventstore.FactLog.Told;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import dev.anamnesis.r4.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code $diff}: what leads from one version of a resource to another, as a FHIRPath Patch that
 * does it. Each operation bears the last fact that changed its element, as an extension.
 */
public final class DiffOperation {

  static final String FACT = "https://anamnesis.dev/fhir/StructureDefinition/fact";

  /** How many versions' facts are looked through for the names of changes. */
  private static final int MOST_VERSIONS = 1000;

  private final FactLog log;
  private final Resources resources;
  private final Makers makers;

  public DiffOperation(FactLog log, Resources resources, Makers makers) {
    this.log = log;
    this.resources = resources;
    this.makers = makers;
  }

  /** Of a deletion there is nothing left: all is taken away, or put back. */
  public Answer answer(StreamId stream, Ask ask) {
    Asked.only(ask, "from", "to", "fromAt", "toAt");
    Version current =
        resources
            .current(stream)
            .orElseThrow(
                () -> Outcomes.notFound("There is no such resource, and there never was."));
    Optional<Version> to = isAsked(ask, "to") ? version(stream, ask, "to") : Optional.of(current);
    Optional<Version> from =
        isAsked(ask, "from")
            ? version(stream, ask, "from")
            : resources.version(stream, number(to) - 1);
    return Answer.ok(Part.parameters(operations(stream, from, to)));
  }

  private static boolean isAsked(Ask ask, String which) {
    return ask.one(which).isPresent() || ask.one(which + "At").isPresent();
  }

  /** Empty where nothing is asked, or where there was no resource at that instant. */
  private Optional<Version> version(StreamId stream, Ask ask, String which) {
    if (ask.one(which).isPresent() && ask.one(which + "At").isPresent()) {
      throw Outcomes.invalid("bad-parameter", "Give %s or %sAt, not both.".formatted(which, which));
    }
    return Asked.number(ask, which, 1)
        .map(
            number ->
                resources
                    .version(stream, number)
                    .orElseThrow(
                        () -> Outcomes.notFound("There is no such version of this resource.")))
        .or(() -> Asked.instant(ask, which + "At").flatMap(at -> resources.at(stream, at)));
  }

  private List<Json.Obj> operations(StreamId stream, Optional<Version> from, Optional<Version> to) {
    return operations(stream, tree(from), tree(to), from, to);
  }

  /**
   * Between what was in a record at two instants; what was not in it was another's, or nobody's.
   */
  List<Json.Obj> operations(
      StreamId stream,
      Optional<Version> before,
      Optional<Version> after,
      Instant from,
      Instant to) {
    return operations(
        stream,
        tree(before),
        tree(after),
        before.or(() -> resources.at(stream, from)),
        after.or(() -> resources.at(stream, to)));
  }

  private List<Json.Obj> operations(
      StreamId stream,
      Json.Obj before,
      Json.Obj after,
      Optional<Version> from,
      Optional<Version> to) {
    List<Told> told = between(stream, number(from), number(to));
    var made = makers.of(told.stream().map(each -> each.recorded().position()).toList());
    boolean removed = number(to) > number(from) && to.filter(DiffOperation::isDeletion).isPresent();
    var operations = new ArrayList<Json.Obj>();
    for (var operation : Difference.between(stream.type(), before, after)) {
      Optional<Behind> behind =
          removed
              ? told.reversed().stream().findFirst().flatMap(DiffOperation::first)
              : last(told, operation.member())
                  .or(() -> told.stream().findFirst().flatMap(DiffOperation::first));
      operations.add(
          behind
              .map(fact -> extension(fact, made))
              .map(named -> operation.parameter().with("extension", new Json.Arr(List.of(named))))
              .orElse(operation.parameter()));
    }
    return operations;
  }

  private static Json.Obj tree(Optional<Version> version) {
    return version.map(Served::tree).orElse(Json.Obj.EMPTY);
  }

  /** The fact behind an operation. */
  private record Behind(FactLog.Fact fact, Recorded recorded) {}

  private static boolean isDeletion(Version version) {
    return version.content() instanceof Version.Content.Deleted;
  }

  /** A removal and a restoration speak for all members without naming them. */
  private static Optional<Behind> first(Told told) {
    return switch (told) {
      case Told.Facts(var recorded, var facts) ->
          facts.stream().findFirst().map(fact -> new Behind(fact, recorded));
      case Told.Erased(var recorded) -> Optional.empty();
    };
  }

  private static int number(Optional<Version> version) {
    return version.map(found -> found.recorded().version()).orElse(0);
  }

  private List<Told> between(StreamId stream, int one, int other) {
    int high = Math.max(one, other);
    int low = Math.max(Math.min(one, other), high - MOST_VERSIONS);
    return high > low ? log.after(stream, low, high - low) : List.of();
  }

  /** The last fact that touched the member. */
  private static Optional<Behind> last(List<Told> told, String member) {
    for (Told each : told.reversed()) {
      List<FactLog.Fact> facts =
          switch (each) {
            case Told.Facts(var recorded, var found) -> found;
            case Told.Erased(var recorded) -> List.of();
          };
      for (FactLog.Fact fact : facts.reversed()) {
        if (fact.event().edit().touches(member)) {
          return Optional.of(new Behind(fact, each.recorded()));
        }
      }
    }
    return Optional.empty();
  }

  private static Json extension(Behind behind, Map<Long, Caller> made) {
    FactLog.Fact fact = behind.fact();
    Recorded recorded = behind.recorded();
    var inner = new ArrayList<Json>();
    inner.add(valued("type", "valueCode", fact.name()));
    inner.add(valued("version", "valueId", Integer.toString(recorded.version())));
    inner.add(valued("recorded", "valueInstant", Instants.text(recorded.recordedAt())));
    fact.event()
        .effective()
        .ifPresent(when -> inner.add(valued("effective", "valueDateTime", when)));
    Optional.ofNullable(made.get(recorded.position()))
        .map(FactPart::maker)
        .ifPresent(parts -> parts.forEach(part -> inner.add(named(part))));
    return Json.Obj.EMPTY.with("url", new Json.Text(FACT)).with("extension", new Json.Arr(inner));
  }

  /** A part of Parameters as an extension. */
  private static Json named(Json.Obj part) {
    var members = new LinkedHashMap<String, Json>();
    part.members().forEach((name, json) -> members.put(name.equals("name") ? "url" : name, json));
    return new Json.Obj(members);
  }

  private static Json valued(String url, String value, String text) {
    return Json.Obj.EMPTY.with("url", new Json.Text(url)).with(value, new Json.Text(text));
  }
}
