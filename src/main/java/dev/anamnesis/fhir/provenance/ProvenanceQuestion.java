package dev.anamnesis.fhir.provenance;

import dev.anamnesis.audit.AccessQuery.Order;
import dev.anamnesis.audit.CommitQuery;
import dev.anamnesis.audit.CommitQuery.Filter;
import dev.anamnesis.audit.CommitQuery.Target;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.fhir.Ids;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.audit.Dates;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What of a search for Provenance is asked of commits too. By other parameters than these only
 * those are found that clients wrote.
 */
public record ProvenanceQuestion(List<Filter> filters, Dates span) {

  private static final Set<String> RESULT =
      Set.of(
          "_count",
          "_sort",
          "_cursor",
          "_include",
          "_include:iterate",
          "_revinclude",
          "_revinclude:iterate",
          "_total",
          "_format",
          "_pretty",
          "_summary",
          "_elements",
          "_contained",
          "_asOf");

  private static final Set<String> ASKED =
      Set.of("_id", "_lastUpdated", "recorded", "target", "patient", "agent");

  private static final Pattern REFERENCE =
      Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/([1-9][0-9]{0,8}))?");

  private static final Pattern CHAIN =
      Pattern.compile("(target|patient|agent)(?::([A-Z][A-Za-z]+))?\\.(.+)");

  public ProvenanceQuestion {
    filters = List.copyOf(filters);
  }

  /**
   * Empty where commits cannot answer it.
   *
   * @param types all there are, for a target that is told by its id alone
   * @param chains finds what a chain leads to
   * @param owner whose compartment is searched
   */
  public static Optional<ProvenanceQuestion> of(
      Ask ask, List<String> types, Conditions chains, Optional<StreamId> owner) {
    var filters = new ArrayList<Filter>();
    owner.ifPresent(one -> filters.add(compartment(one)));
    var dates = new ArrayList<String>();
    for (var parameter : ask.parameters().entrySet()) {
      if (RESULT.contains(parameter.getKey())) continue;
      String[] name = parameter.getKey().split("[:.]", 2);
      String modifier = name.length > 1 ? name[1] : "";
      Optional<Filter> chain = chained(parameter.getKey(), parameter.getValue(), chains);
      chain.ifPresent(filters::add);
      if (chain.isPresent()) continue;
      for (String value : parameter.getValue()) {
        Set<String> values = new LinkedHashSet<>(List.of(value.split(",", -1)));
        switch (name[0]) {
          case "_lastUpdated", "recorded" -> {
            if (!modifier.isEmpty() || !isSpan(value)) return Optional.empty();
            dates.add(value);
          }
          case "_id" -> {
            if (!modifier.isEmpty()) return Optional.empty();
            filters.add(new Filter.Positions(positions(values)));
          }
          case "target", "patient" -> {
            if (!modifier.isEmpty() && !types.contains(modifier)) return Optional.empty();
            List<String> allowed =
                name[0].equals("patient")
                    ? List.of("Patient")
                    : modifier.isEmpty() ? types : List.of(modifier);
            filters.add(new Filter.Targets(targets(values, allowed, ask.base())));
          }
          case "agent" -> {
            if (!modifier.isEmpty()
                && !modifier.equals("identifier")
                && !types.contains(modifier)) {
              return Optional.empty();
            }
            filters.add(new Filter.Agents(agents(values, modifier, ask.base())));
          }
          default -> {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(new ProvenanceQuestion(filters, Dates.of(dates)));
  }

  /** The first parameter by which commits are not searched. */
  public static String unanswered(Ask ask) {
    return ask.parameters().keySet().stream()
        .filter(name -> !RESULT.contains(name) && !ASKED.contains(name.split("[:.]", 2)[0]))
        .findFirst()
        .orElse("these values");
  }

  /** By R4 a patient's is by target, those of the others by agent. */
  private static Filter compartment(StreamId owner) {
    return owner.type().equals("Patient")
        ? new Filter.Targets(Set.of(new Target(owner, Optional.empty())))
        : new Filter.Agents(Set.of(owner.path()));
  }

  /** {@code target:Patient.name=}, {@code patient.name=}, {@code agent:Practitioner.name=}. */
  private static Optional<Filter> chained(String name, List<String> values, Conditions chains) {
    Matcher chain = CHAIN.matcher(name);
    if (!chain.matches()) return Optional.empty();
    String code = chain.group(1);
    String type = code.equals("patient") && chain.group(2) == null ? "Patient" : chain.group(2);
    if (type == null) {
      throw Outcomes.with(
          400,
          IssueType.NOTSUPPORTED,
          "not-supported",
          "A chain from a Provenance says which type it leads to: %s:Patient.%s."
              .formatted(code, chain.group(3)));
    }
    List<StreamId> found = chains.chained(type, Map.of(chain.group(3), values));
    return Optional.of(
        code.equals("agent")
            ? new Filter.Agents(Set.copyOf(found.stream().map(StreamId::path).toList()))
            : new Filter.Targets(
                Set.copyOf(found.stream().map(one -> new Target(one, Optional.empty())).toList())));
  }

  /** Not several, not {@code ne} nor {@code ap}: those leave no span. */
  private static boolean isSpan(String value) {
    return value.matches("(eq|ge|gt|le|lt|sa|eb)?[0-9][^,]*");
  }

  private static Set<Long> positions(Set<String> ids) {
    var positions = new LinkedHashSet<Long>();
    for (String id : ids) DerivedProvenance.position(id).ifPresent(positions::add);
    return positions;
  }

  private static Set<Target> targets(Set<String> values, List<String> types, String base) {
    var targets = new LinkedHashSet<Target>();
    for (String value : values) {
      Matcher reference = REFERENCE.matcher(local(value, base));
      if (reference.matches()) {
        if (!types.contains(reference.group(1))) continue;
        var stream = new StreamId(reference.group(1), reference.group(2));
        targets.add(
            new Target(stream, Optional.ofNullable(reference.group(3)).map(Integer::valueOf)));
      } else if (Ids.is(value)) {
        types.forEach(type -> targets.add(new Target(new StreamId(type, value), Optional.empty())));
      }
    }
    return targets;
  }

  /** As declared: an id, or a reference; of a token its value. */
  private static Set<String> agents(Set<String> values, String modifier, String base) {
    var ids = new LinkedHashSet<String>();
    for (String value : values) {
      String local = local(value, base);
      switch (modifier) {
        case "identifier" -> ids.add(value.substring(value.indexOf('|') + 1));
        case "" -> ids.add(local);
        default -> ids.add(local.contains("/") ? local : modifier + '/' + local);
      }
    }
    return ids;
  }

  private static String local(String value, String base) {
    return value.startsWith(base + '/') ? value.substring(base.length() + 1) : value;
  }

  /**
   * @param after the position the page before ended with
   * @param upTo the last position that counts
   */
  public CommitQuery page(Order order, int count, OptionalLong after, long upTo) {
    return new CommitQuery(
        span.since(), span.before(), filters, order, count, after, OptionalLong.of(upTo));
  }
}
