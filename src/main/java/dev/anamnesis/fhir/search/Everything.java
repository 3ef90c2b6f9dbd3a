package dev.anamnesis.fhir.search;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.Cursors;
import dev.anamnesis.projection.search.Filter;
import dev.anamnesis.projection.search.Filter.Prefix;
import dev.anamnesis.projection.search.Query;
import dev.anamnesis.projection.search.QueryReader.Reading;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.r4.search.Moments;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code [type]/[id]/$everything}: the owner of a compartment, all in it and what supports it, now
 * or as of an instant, all pages from one position of the log
 * (https://hl7.org/fhir/R4/patient-operation-everything.html).
 */
public final class Everything {

  private static final Set<String> KNOWN =
      Set.of("start", "end", "_since", "_type", "_count", "_asOf", "_cursor");
  private static final Set<String> OF_THE_ANSWER =
      Set.of("_format", "_pretty", "_summary", "_elements");

  /** Shown with the entries that refer to them, as far as they are in no compartment themselves. */
  private static final List<String> SUPPORTING =
      List.of(
          "Patient",
          "Practitioner",
          "PractitionerRole",
          "Organization",
          "HealthcareService",
          "Location",
          "Medication",
          "Substance",
          "Device");

  /** When the care was that a resource tells of; what has no such date is always in. */
  static final Map<String, String> CARE_DATES =
      Map.ofEntries(
          Map.entry("AllergyIntolerance", "date"),
          Map.entry("Appointment", "date"),
          Map.entry("CarePlan", "date"),
          Map.entry("Claim", "created"),
          Map.entry("ClinicalImpression", "date"),
          Map.entry("Composition", "date"),
          Map.entry("Condition", "onset-date"),
          Map.entry("DiagnosticReport", "date"),
          Map.entry("DocumentReference", "date"),
          Map.entry("Encounter", "date"),
          Map.entry("EpisodeOfCare", "date"),
          Map.entry("ExplanationOfBenefit", "created"),
          Map.entry("ImagingStudy", "started"),
          Map.entry("Immunization", "date"),
          Map.entry("MedicationAdministration", "effective-time"),
          Map.entry("MedicationDispense", "whenhandedover"),
          Map.entry("MedicationRequest", "authoredon"),
          Map.entry("MedicationStatement", "effective"),
          Map.entry("Observation", "date"),
          Map.entry("Procedure", "date"),
          Map.entry("QuestionnaireResponse", "authored"),
          Map.entry("RiskAssessment", "date"),
          Map.entry("ServiceRequest", "authored"));

  private final Searches searches;
  private final SearchParameters parameters;
  private final Resources resources;
  private final ResourceTypes types;
  private final Supplier<String> ids;

  /**
   * @param ids makes the ids of Bundles
   */
  public Everything(
      Searches searches,
      SearchParameters parameters,
      Resources resources,
      ResourceTypes types,
      Supplier<String> ids) {
    this.searches = searches;
    this.parameters = parameters;
    this.resources = resources;
    this.types = types;
    this.ids = ids;
  }

  public Answer about(StreamId owner, Ask ask) {
    for (String name : ask.parameters().keySet()) {
      if (KNOWN.contains(name) || OF_THE_ANSWER.contains(name)) continue;
      throw Outcomes.invalid(
          "unknown-parameter", "$everything takes start, end, _since, _type, _count and _asOf.");
    }
    var within = within(owner, ask);
    List<String> asked = Searching.types(ask, List.of(), types);
    List<String> held = asked.isEmpty() ? searches.typesInUse() : asked;
    List<String> names = held.stream().filter(within::containsKey).toList();
    Query query =
        switch (searches.reader().read(names, within, sent(ask), false, ask.base())) {
          case Reading.NotUnderstood(var why) -> throw Searching.refusal(why);
          case Reading.Understood(Query understood) -> understood;
        };
    long position = query.from().map(Query.Cursor::position).orElseGet(() -> position(query));
    isThere(owner, position);
    return Answer.ok(bundle(ask, page(query, position, supporting(within.keySet(), asked))));
  }

  private long position(Query query) {
    return query.asOf().map(searches::positionAt).orElseGet(searches::lastPosition);
  }

  /** Answers as a read of the owner would be at that position, where there is nothing to read. */
  private void isThere(StreamId owner, long position) {
    Version version =
        resources
            .at(owner, position)
            .orElseThrow(
                () ->
                    Outcomes.notFound(
                        resources.current(owner).isPresent()
                            ? "There was no such resource at that instant."
                            : "There is no such resource, and there never was."));
    switch (version.content()) {
      case Version.Content.Deleted() -> throw Outcomes.gone(version.recorded());
      case Version.Content.Erased() -> throw Outcomes.erased();
      case Version.Content.Resource(String json) -> {}
    }
  }

  private Searches.Answer.Page page(Query query, long position, List<Query.Include> supporting) {
    if (query.filters().isEmpty()) {
      return new Searches.Answer.Page(
          List.of(), List.of(), OptionalLong.of(0), Optional.empty(), false, position);
    }
    return switch (searches.find(query.at(position).including(supporting))) {
      case Searches.Answer.NotDone(var why) -> throw Searching.refusal(why);
      case Searches.Answer.Page page -> page;
    };
  }

  /**
   * @param asked the types that are wanted; empty for all
   */
  private static List<Query.Include> supporting(Set<String> within, List<String> asked) {
    var others = new LinkedHashSet<>(SUPPORTING);
    others.removeAll(within);
    if (!asked.isEmpty()) others.retainAll(asked);
    return others.isEmpty() ? List.of() : List.of(Query.Include.anyTo(others));
  }

  private Map<String, List<Filter>> within(StreamId owner, Ask ask) {
    var within = InCompartment.of(parameters, owner.type(), owner.id());
    within.put(
        owner.type(),
        List.of(
            owner.type().equals("Patient")
                ? new Filter.Person(owner.id())
                : new Filter.Ids(List.of(owner.id()))));
    var spans = new ArrayList<Filter.Span>();
    ask.one("start").ifPresent(text -> spans.add(span("start", Prefix.EB, text)));
    ask.one("end").ifPresent(text -> spans.add(span("end", Prefix.SA, text)));
    if (spans.isEmpty()) return within;
    CARE_DATES.forEach(
        (type, code) -> {
          var date = parameters.find(type, code);
          if (date.isEmpty() || !within.containsKey(type)) return;
          var filters = new ArrayList<>(within.get(type));
          spans.forEach(span -> filters.add(without(date.get(), span)));
          within.put(type, filters);
        });
    return within;
  }

  /** What ended before the start or began after the end is out; what tells no date is in. */
  private static Filter without(SearchParameter date, Filter.Span span) {
    return new Filter.Not(new Filter.Date(date, List.of(span)));
  }

  private static Filter.Span span(String name, Prefix prefix, String text) {
    return Moments.parse(text)
        .map(moment -> new Filter.Span(prefix, moment.low(), moment.high()))
        .orElseThrow(
            () -> Outcomes.invalid("bad-parameter", name + " takes a date, as in 2024-05-01."));
  }

  private static Map<String, List<String>> sent(Ask ask) {
    var sent = new LinkedHashMap<String, List<String>>();
    ask.one("_since").ifPresent(since -> sent.put("_lastUpdated", List.of("ge" + since)));
    for (String name : List.of("_count", "_asOf", "_cursor")) {
      ask.one(name).ifPresent(value -> sent.put(name, List.of(value)));
    }
    return sent;
  }

  private String bundle(Ask ask, Searches.Answer.Page page) {
    String url = ask.base() + '/' + ask.path();
    String self = url + query(ask, ask.one("_cursor"));
    Optional<String> next =
        page.next().map(cursor -> url + query(ask, Optional.of(Cursors.write(cursor))));
    return SearchBundle.write(page, ids.get(), ask.base(), self, next, List.of());
  }

  private static String query(Ask ask, Optional<String> cursor) {
    var parts = new ArrayList<String>();
    ask.parameters()
        .forEach(
            (name, values) -> {
              if (name.equals("_cursor")) return;
              values.forEach(value -> parts.add(name + '=' + Searching.encode(value)));
            });
    cursor.ifPresent(from -> parts.add("_cursor=" + from));
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }
}
