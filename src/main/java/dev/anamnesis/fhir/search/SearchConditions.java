package dev.anamnesis.fhir.search;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.projection.search.Criteria;
import dev.anamnesis.projection.search.Refused;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.projection.search.Searches.Condition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Conditions are searches, understood whole or refused. */
public final class SearchConditions implements Conditions {

  /** One more than one: it is enough to know that several match. */
  private static final int MOST = 2;

  private static final int MOST_CHAINED = 1_000;

  /** Clients send these with every URL; they say how to answer, not what to look for. */
  private static final Set<String> OF_THE_ANSWER = Set.of("_format", "_pretty");

  private final Searches searches;

  /** Empty for now. */
  private final Optional<Instant> at;

  public SearchConditions(Searches searches) {
    this(searches, Optional.empty());
  }

  private SearchConditions(Searches searches, Optional<Instant> at) {
    this.searches = searches;
    this.at = at;
  }

  @Override
  public Conditions asOf(Instant instant) {
    return new SearchConditions(searches, Optional.of(instant));
  }

  @Override
  public List<StreamId> chained(String type, Map<String, List<String>> parameters) {
    Criteria criteria = understood(type, parameters);
    int most = MOST_CHAINED + 1;
    List<StreamId> found =
        at.map(instant -> searches.matches(criteria, instant, most))
            .orElseGet(() -> searches.matches(criteria, most));
    if (found.size() <= MOST_CHAINED) return found;
    throw Searching.refusal(
        new Refused(
            "search-too-wide", "A chain leads over %d resources at most.".formatted(MOST_CHAINED)));
  }

  @Override
  public Matches find(String type, String query) {
    var parameters = new LinkedHashMap<>(Ask.parameters(query));
    parameters.keySet().removeAll(OF_THE_ANSWER);
    Criteria criteria = understood(type, parameters);
    List<StreamId> streams =
        at.map(instant -> searches.matches(criteria, instant, MOST))
            .orElseGet(() -> searches.matches(criteria, MOST));
    return new Matches(streams, criteria.stays(streams, MOST));
  }

  private Criteria understood(String type, Map<String, List<String>> parameters) {
    return switch (searches.condition(type, parameters, "")) {
      case Condition.NotUnderstood(var why) -> throw Searching.refusal(why);
      case Condition.Understood(var criteria) -> criteria;
    };
  }
}
