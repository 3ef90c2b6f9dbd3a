package dev.anamnesis.fhir.search;

import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Cursors;
import dev.anamnesis.projection.search.Filter;
import dev.anamnesis.projection.search.Filter.Prefix;
import dev.anamnesis.projection.search.Query;
import dev.anamnesis.projection.search.QueryReader.Reading;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.r4.search.Moments;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code Patient/[id]/$everything}: the patient and all in the compartment, page by page
 * (https://hl7.org/fhir/R4/patient-operation-everything.html).
 */
public final class Everything {

  private static final Set<String> KNOWN =
      Set.of("start", "end", "_since", "_type", "_count", "_cursor");
  private static final Set<String> OF_THE_ANSWER =
      Set.of("_format", "_pretty", "_summary", "_elements");

  /** When the care was that a resource tells of; a type that has no such date is always in. */
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
  private final ResourceTypes types;
  private final Supplier<String> ids;

  /**
   * @param ids makes the ids of Bundles
   */
  public Everything(
      Searches searches, SearchParameters parameters, ResourceTypes types, Supplier<String> ids) {
    this.searches = searches;
    this.parameters = parameters;
    this.types = types;
    this.ids = ids;
  }

  public Answer about(String patient, Ask ask) {
    for (String name : ask.parameters().keySet()) {
      if (KNOWN.contains(name) || OF_THE_ANSWER.contains(name)) continue;
      throw Outcomes.invalid(
          "unknown-parameter", "$everything takes start, end, _since, _type and _count.");
    }
    var within = within(patient, ask);
    List<String> all = searches.typesInUse().stream().filter(within::containsKey).toList();
    List<String> names = Searching.types(ask, all, types);
    if (!within.keySet().containsAll(names)) {
      throw Outcomes.invalid("bad-parameter", "_type names a type that no patient's record holds.");
    }
    return switch (searches.reader().read(names, within, sent(ask), false, ask.base())) {
      case Reading.NotUnderstood(var why) -> throw Searching.refusal(why);
      case Reading.Understood(Query query) ->
          switch (searches.find(query)) {
            case Searches.Answer.NotDone(var why) -> throw Searching.refusal(why);
            case Searches.Answer.Page page -> Answer.ok(bundle(ask, page));
          };
    };
  }

  private Map<String, List<Filter>> within(String patient, Ask ask) {
    var within = InCompartment.of(parameters, "Patient", patient);
    within.put("Patient", List.of(new Filter.Person(patient)));
    var spans = new ArrayList<Filter.Span>();
    ask.one("start").ifPresent(text -> spans.add(span("start", Prefix.GE, text)));
    ask.one("end").ifPresent(text -> spans.add(span("end", Prefix.LE, text)));
    if (spans.isEmpty()) return within;
    CARE_DATES.forEach(
        (type, code) -> {
          var date = parameters.find(type, code);
          if (date.isEmpty() || !within.containsKey(type)) return;
          var filters = new ArrayList<>(within.get(type));
          spans.forEach(span -> filters.add(new Filter.Date(date.get(), List.of(span))));
          within.put(type, filters);
        });
    return within;
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
    for (String name : List.of("_count", "_cursor")) {
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
