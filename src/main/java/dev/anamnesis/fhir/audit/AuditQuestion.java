package dev.anamnesis.fhir.audit;

import dev.anamnesis.audit.AccessQuery;
import dev.anamnesis.audit.AccessQuery.Filter;
import dev.anamnesis.audit.AccessQuery.OneVersion;
import dev.anamnesis.audit.AccessQuery.Order;
import dev.anamnesis.audit.AccessQuery.Part;
import dev.anamnesis.audit.Interaction;
import dev.anamnesis.audit.Outcome;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.fhir.Ids;
import dev.anamnesis.fhir.Outcomes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the search parameters of AuditEvent (https://hl7.org/fhir/R4/auditevent.html#search) and
 * those of IHE ITI-81.
 */
final class AuditQuestion {

  static final String CURSOR = "_cursor";
  private static final int DEFAULT_COUNT = 50;
  private static final int MOST = 1000;
  private static final int MOST_VALUES = 100;

  private static final Set<String> RESULT =
      Set.of(
          "_count",
          "_sort",
          CURSOR,
          "_include",
          "_total",
          "_format",
          "_pretty",
          "_summary",
          "_elements");

  private static final Pattern REFERENCE =
      Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/([0-9]{1,9}))?");

  private final Conditions conditions;

  AuditQuestion(Conditions conditions) {
    this.conditions = conditions;
  }

  AccessQuery read(Ask ask) {
    return read(ask, List.of());
  }

  /** With one parameter more. */
  AccessQuery read(Ask ask, String parameter, String value) {
    return read(ask, filter(parameter, Set.of(value), ask).stream().toList());
  }

  /** Whatever showed something of the patient in the period. */
  AccessQuery disclosures(String patient, Ask ask) {
    var dates = new ArrayList<String>();
    ask.one("start").ifPresent(start -> dates.add("ge" + start));
    ask.one("end").ifPresent(end -> dates.add("le" + end));
    Dates span = Dates.of(dates);
    List<Filter> filters =
        List.of(
            new Filter.Patients(Set.of(patient)),
            new Filter.Outcomes(Set.of(Outcome.SUCCESS)),
            new Filter.Kinds(Interaction.showing()));
    return new AccessQuery(
        span.since(), span.before(), filters, order(ask), count(ask), cursor(ask));
  }

  private AccessQuery read(Ask ask, List<Filter> more) {
    var filters = new ArrayList<>(more);
    var dates = new ArrayList<String>();
    for (String name : ask.parameters().keySet()) {
      if (RESULT.contains(name)) continue;
      if (name.equals("date") || name.equals("_lastUpdated")) {
        dates.addAll(ask.values(name));
        continue;
      }
      for (String value : ask.values(name)) {
        Optional<Filter> filter = filter(name, values(value), ask);
        if (filter.isPresent()) filters.add(filter.get());
        else if (!isKnown(name) && !ask.prefers("handling=lenient")) throw unknown();
      }
    }
    Dates span = Dates.of(dates);
    return new AccessQuery(
        span.since(), span.before(), filters, order(ask), count(ask), cursor(ask));
  }

  private static Set<String> values(String value) {
    var values = new LinkedHashSet<>(List.of(value.split(",", -1)));
    if (values.size() > MOST_VALUES || values.contains("")) {
      throw Outcomes.invalid(
          "bad-parameter", "A parameter takes 1 to %d values.".formatted(MOST_VALUES));
    }
    return values;
  }

  /** Empty where it leaves everything, or is not known. */
  private Optional<Filter> filter(String name, Set<String> values, Ask ask) {
    Optional<String> chain = chain(name);
    if (chain.isPresent()) {
      return Optional.of(new Filter.Patients(chained(chain.get(), values)));
    }
    return switch (name) {
      case "_id" -> Optional.of(new Filter.Positions(positions(values)));
      case "action" -> Optional.of(kinds(values, Interaction::ofAction));
      case "type" -> Optional.of(kinds(codes(values), Interaction::ofType));
      case "subtype" -> Optional.of(kinds(codes(values), Interaction::ofSubtype));
      case "outcome" -> Optional.of(outcomes(codes(values)));
      case "patient" -> Optional.of(new Filter.Patients(patients(values)));
      case "agent" -> Optional.of(new Filter.Agents(agents(values)));
      case "agent:identifier", "agent.identifier" -> Optional.of(new Filter.Agents(codes(values)));
      case "agent-name" -> Optional.of(new Filter.AgentNames(values));
      case "address" ->
          values.stream().anyMatch(ask.base()::startsWith)
              ? Optional.empty()
              : Optional.of(new Filter.Addresses(values));
      case "entity" -> Optional.of(entities(values));
      case "entity:identifier", "entity.identifier" ->
          Optional.of(new Filter.Requests(codes(values)));
      case "entity-type" -> Optional.of(shown(codes(values), AuditQuestion::ofEntityType));
      case "entity-role" -> Optional.of(shown(codes(values), AuditQuestion::ofEntityRole));
      case "site", "source:identifier", "source.identifier" ->
          codes(values).contains("anamnesis")
              ? Optional.empty()
              : Optional.of(new Filter.Nothing());
      case "source", "agent-role", "altid", "entity-name", "policy" ->
          Optional.of(new Filter.Nothing());
      default -> Optional.empty();
    };
  }

  private static boolean isKnown(String name) {
    return Set.of("address", "site", "source:identifier", "source.identifier").contains(name);
  }

  private static Filter kinds(Set<String> values, Function<String, Set<Interaction>> of) {
    var kinds = new LinkedHashSet<Interaction>();
    values.forEach(value -> kinds.addAll(of.apply(value)));
    return kinds.isEmpty() ? new Filter.Nothing() : new Filter.Kinds(kinds);
  }

  private static Filter outcomes(Set<String> codes) {
    var outcomes = new LinkedHashSet<Outcome>();
    codes.forEach(code -> Outcome.ofCode(code).ifPresent(outcomes::add));
    return outcomes.isEmpty() ? new Filter.Nothing() : new Filter.Outcomes(outcomes);
  }

  private static Filter shown(Set<String> codes, Function<String, Optional<Part>> of) {
    var parts = new LinkedHashSet<Part>();
    codes.forEach(code -> of.apply(code).ifPresent(parts::add));
    return parts.isEmpty() ? new Filter.Nothing() : new Filter.Shown(parts);
  }

  private static Optional<Part> ofEntityType(String code) {
    return switch (code) {
      case "1" -> Optional.of(Part.PATIENT);
      case "2" -> Optional.of(Part.OBJECT_OR_QUERY);
      case "XrequestId" -> Optional.of(Part.REQUEST);
      default -> Optional.empty();
    };
  }

  private static Optional<Part> ofEntityRole(String code) {
    return switch (code) {
      case "1" -> Optional.of(Part.PATIENT);
      case "4" -> Optional.of(Part.OBJECT);
      case "24" -> Optional.of(Part.QUERY);
      default -> Optional.empty();
    };
  }

  /** Codes of tokens: of systems there is one each. */
  private static Set<String> codes(Set<String> tokens) {
    var codes = new LinkedHashSet<String>();
    for (String token : tokens) codes.add(token.substring(token.indexOf('|') + 1));
    return codes;
  }

  private static Set<Long> positions(Set<String> ids) {
    var positions = new LinkedHashSet<Long>();
    for (String id : ids) AuditAnswers.position(id).ifPresent(positions::add);
    return positions;
  }

  private static Set<String> patients(Set<String> values) {
    var ids = new LinkedHashSet<String>();
    for (String value : values) {
      if (Ids.is(value)) ids.add(value);
      else {
        Matcher reference = reference(value);
        if (reference.group(1).equals("Patient")) ids.add(reference.group(2));
      }
    }
    return ids;
  }

  /** What a chain asks of the Patient. */
  private static Optional<String> chain(String name) {
    for (String link : List.of("patient.", "patient:Patient.")) {
      if (name.startsWith(link)) return Optional.of(name.substring(link.length()));
    }
    return Optional.empty();
  }

  private Set<String> chained(String parameter, Set<String> values) {
    var asked = Map.of(parameter, List.of(String.join(",", values)));
    var ids = new LinkedHashSet<String>();
    conditions.chained("Patient", asked).forEach(stream -> ids.add(stream.id()));
    return ids;
  }

  /** As it was declared: an id, or a reference. */
  private static Set<String> agents(Set<String> values) {
    var ids = new LinkedHashSet<String>();
    for (String value : values) {
      Matcher reference = REFERENCE.matcher(value);
      ids.add(value);
      if (reference.matches()) ids.add(reference.group(1) + '/' + reference.group(2));
    }
    return ids;
  }

  private static Filter entities(Set<String> values) {
    var streams = new LinkedHashSet<StreamId>();
    var versions = new LinkedHashSet<OneVersion>();
    for (String value : values) {
      Matcher reference = reference(value);
      var stream = new StreamId(reference.group(1), reference.group(2));
      String version = reference.group(3);
      if (version == null) streams.add(stream);
      else versions.add(new OneVersion(stream, Integer.parseInt(version)));
    }
    return new Filter.Entities(streams, versions);
  }

  private static Matcher reference(String value) {
    Matcher reference = REFERENCE.matcher(value);
    if (reference.matches()) return reference;
    throw Outcomes.invalid(
        "bad-parameter", "A reference is written as its type and id: entity=Patient/1.");
  }

  private static Order order(Ask ask) {
    return switch (ask.one("_sort").orElse("-date")) {
      case "date", "_lastUpdated" -> Order.OLDEST_FIRST;
      case "-date", "-_lastUpdated" -> Order.NEWEST_FIRST;
      default -> throw Outcomes.invalid("bad-parameter", "_sort takes date or -date.");
    };
  }

  private static int count(Ask ask) {
    String text = ask.one("_count").orElse(Integer.toString(DEFAULT_COUNT));
    if (!text.matches("\\d{1,9}")) {
      throw Outcomes.invalid("bad-parameter", "_count takes a whole number from 0.");
    }
    return Math.min(MOST, Integer.parseInt(text));
  }

  private static Optional<Long> cursor(Ask ask) {
    return ask.one(CURSOR)
        .map(
            token ->
                AuditAnswers.position(token)
                    .orElseThrow(
                        () ->
                            Outcomes.invalid(
                                "bad-parameter",
                                "_cursor is not one of this server's: follow its links"
                                    + " unchanged.")));
  }

  private static RuntimeException unknown() {
    return Outcomes.invalid(
        "unknown-parameter",
        "AuditEvent is searched by _id, _lastUpdated, action, address, agent, agent-name,"
            + " agent-role, altid, date, entity, entity-name, entity-role, entity-type, outcome,"
            + " patient, policy, site, source, subtype, type, by .identifier of agent, entity and"
            + " source, by any parameter of the Patient (patient.birthdate), and takes _sort,"
            + " _count, _include, _total, _summary.");
  }
}
