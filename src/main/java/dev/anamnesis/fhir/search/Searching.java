package dev.anamnesis.fhir.search;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.audit.AuditAnswers;
import dev.anamnesis.fhir.provenance.DerivedProvenance;
import dev.anamnesis.fhir.provenance.ProvenanceQuestion;
import dev.anamnesis.fhir.search.ProvenanceSearch.Place;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Cursors;
import dev.anamnesis.projection.search.Filter;
import dev.anamnesis.projection.search.Query;
import dev.anamnesis.projection.search.QueryReader.Reading;
import dev.anamnesis.projection.search.Refused;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.r4.search.SearchParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Search (https://hl7.org/fhir/R4/http.html#search). */
public final class Searching {

  private final Searches searches;
  private final SearchParameters parameters;
  private final ResourceTypes types;
  private final Conditions conditions;
  private final AuditAnswers audit;
  private final DerivedProvenance derived;
  private final Supplier<String> ids;

  /**
   * @param ids makes the ids of Bundles
   */
  public Searching(
      Searches searches,
      SearchParameters parameters,
      ResourceTypes types,
      Conditions conditions,
      AuditAnswers audit,
      DerivedProvenance derived,
      Supplier<String> ids) {
    this.searches = searches;
    this.parameters = parameters;
    this.types = types;
    this.conditions = conditions;
    this.audit = audit;
    this.derived = derived;
    this.ids = ids;
  }

  public Answer search(Ask ask) {
    SearchPath path =
        SearchPath.of(ask.path(), types)
            .orElseThrow(() -> Outcomes.notFound("There is nothing to search at this URL."));
    return switch (path) {
      case SearchPath.Type(String type) when type.equals("AuditEvent") -> audit.search(ask);
      case SearchPath.Compartment(String owner, String id, var type)
          when type.equals(Optional.of("AuditEvent")) ->
          audit.within(owner, id, ask);
      case SearchPath.Type(String type) when type.equals("Provenance") ->
          provenances(ask, Map.of(), Optional.empty());
      case SearchPath.Type(String type) -> answer(ask, List.of(type), Map.of());
      case SearchPath.Whole() -> answer(ask, types(ask, searches.typesInUse()), Map.of());
      case SearchPath.Compartment(String owner, String id, var type) -> {
        var within = InCompartment.of(parameters, owner, id);
        List<String> all =
            type.map(List::of)
                .orElseGet(
                    () -> searches.typesInUse().stream().filter(within::containsKey).toList());
        if (!within.keySet().containsAll(all)) {
          throw Outcomes.with(
              404,
              IssueType.NOTFOUND,
              "no-compartment",
              "R4 has no such compartment, or no resources of this type in it.");
        }
        yield type.equals(Optional.of("Provenance"))
            ? provenances(ask, within, Optional.of(new StreamId(owner, id)))
            : answer(ask, type.isPresent() ? all : types(ask, all), within);
      }
    };
  }

  /** Those of {@code _type}, or all. */
  private List<String> types(Ask ask, List<String> all) {
    return types(ask, all, types);
  }

  static List<String> types(Ask ask, List<String> all, ResourceTypes types) {
    Optional<String> wanted = ask.one("_type");
    if (wanted.isEmpty()) return all;
    List<String> names = Arrays.stream(wanted.get().split(",")).distinct().toList();
    if (names.isEmpty() || !names.stream().allMatch(types::knows)) {
      throw Outcomes.invalid(
          "bad-parameter",
          "_type takes R4 resource types, separated by commas: _type=Patient,Encounter.");
    }
    return names;
  }

  private Answer answer(Ask ask, List<String> names, Map<String, List<Filter>> within) {
    var sent = new LinkedHashMap<>(ask.parameters());
    boolean whole = names.size() != 1 || sent.containsKey("_type");
    List<String> type =
        whole ? Optional.ofNullable(sent.remove("_type")).orElse(List.of()) : List.of();
    Query query = understood(ask, names, within, sent);
    return found(ask, query, type, query.ignored());
  }

  private Answer found(Ask ask, Query query, List<String> type, List<Refused> notes) {
    return switch (searches.find(query)) {
      case Searches.Answer.NotDone(var why) -> throw refusal(why);
      case Searches.Answer.Page page -> Answer.ok(bundle(ask, query, type, page, notes));
    };
  }

  private Query understood(
      Ask ask,
      List<String> names,
      Map<String, List<Filter>> within,
      Map<String, List<String>> sent) {
    boolean lenient = ask.prefers("handling=lenient");
    return switch (searches.reader().read(names, within, sent, lenient, ask.base())) {
      case Reading.NotUnderstood(var why) -> throw refusal(why);
      case Reading.Understood(Query query) -> query;
    };
  }

  /** Those that clients wrote, and where commits can answer those that are derived from them. */
  private Answer provenances(Ask ask, Map<String, List<Filter>> within, Optional<StreamId> owner) {
    var sent = new LinkedHashMap<>(ask.parameters());
    List<String> token = Optional.ofNullable(sent.remove("_cursor")).orElse(List.of());
    Query query = understood(ask, List.of("Provenance"), within, sent);
    Conditions then = query.asOf().map(conditions::asOf).orElse(conditions);
    Optional<ProvenanceQuestion> question = ProvenanceQuestion.of(ask, types.names(), then, owner);
    if (question.isEmpty()) return written(ask, within);
    Place place = token.isEmpty() ? Place.START : Place.of(token.getFirst());
    if (query.includes().stream().anyMatch(include -> include.reverse() || include.iterate())) {
      throw refusal(
          new Refused(
              "not-supported",
              "A search for Provenance takes _include of what these point at, but neither"
                  + " _revinclude nor :iterate."));
    }
    var found = new ProvenanceSearch(searches, derived).find(query, question.get(), place);
    String url = searched(ask);
    String self = url + parameters(query, List.of(), token.stream().findFirst());
    Optional<String> next =
        found.next().map(at -> url + parameters(query, List.of(), Optional.of(at.token())));
    return Answer.ok(
        SearchBundle.write(found.content(), ids.get(), ask.base(), self, next, query.ignored()));
  }

  /** Commits cannot answer it: the answer says that what is derived from them is not in it. */
  private Answer written(Ask ask, Map<String, List<Filter>> within) {
    Query query =
        understood(ask, List.of("Provenance"), within, new LinkedHashMap<>(ask.parameters()));
    var left =
        new Refused(
            "derived-left-out",
            "Provenances that are derived from commits, as these are not searched by %s."
                .formatted(ProvenanceQuestion.unanswered(ask)));
    var notes = new ArrayList<>(query.ignored());
    notes.add(left);
    return found(ask, query, List.of(), notes);
  }

  private String bundle(
      Ask ask, Query query, List<String> type, Searches.Answer.Page page, List<Refused> notes) {
    String url = searched(ask);
    String self = url + parameters(query, type, query.from().map(Cursors::write));
    Optional<String> next =
        page.next()
            .map(cursor -> url + parameters(query, type, Optional.of(Cursors.write(cursor))));
    var content = Revincluded.with(derived, query.includes(), page);
    return SearchBundle.write(content, ids.get(), ask.base(), self, next, notes);
  }

  /** Without parameters, and the same by GET and POST. */
  private static String searched(Ask ask) {
    String path = ask.path();
    if (path.endsWith("_search")) path = path.replaceFirst("/?_search$", "");
    return ask.base() + (path.isEmpty() ? "" : '/' + path);
  }

  /** What was understood, and nothing else. */
  private static String parameters(Query query, List<String> type, Optional<String> cursor) {
    var parts = new ArrayList<String>();
    for (String names : type) parts.add("_type=" + encode(names));
    for (var parameter : query.understood()) {
      parts.add(encode(parameter.getKey()) + "=" + encode(parameter.getValue()));
    }
    cursor.ifPresent(token -> parts.add("_cursor=" + token));
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("%3A", ":")
        .replace("%2C", ",")
        .replace("%24", "$")
        .replace("%2F", "/");
  }

  public static RuntimeException refusal(Refused why) {
    return switch (why.code()) {
      case "unknown-type" -> Outcomes.with(404, IssueType.NOTFOUND, why.code(), why.words());
      case "not-supported", "unsupported-modifier", "unknown-parameter" ->
          Outcomes.with(400, IssueType.NOTSUPPORTED, why.code(), why.words());
      case "re-index-under-way" -> Outcomes.with(503, IssueType.TRANSIENT, why.code(), why.words());
      case "search-too-long",
          "search-too-deep",
          "search-too-wide",
          "too-many-values",
          "too-many-codes",
          "too-many-parameters" ->
          Outcomes.with(400, IssueType.TOOCOSTLY, why.code(), why.words());
      default -> Outcomes.invalid(why.code(), why.words());
    };
  }
}
