package dev.anamnesis.fhir.search;

import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.projection.search.Searches.Condition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Conditions are searches, understood whole or refused. */
public final class SearchConditions implements Conditions {

  /** One more than one: it is enough to know that several match. */
  private static final int MOST = 2;

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
  public Matches find(String type, String query) {
    var parameters = new LinkedHashMap<>(Ask.parameters(query));
    parameters.keySet().removeAll(OF_THE_ANSWER);
    return switch (searches.condition(type, parameters, "")) {
      case Condition.NotUnderstood(var why) -> throw Searching.refusal(why);
      case Condition.Understood(var criteria) -> {
        List<dev.anamnesis.eventstore.StreamId> streams =
            at.map(instant -> searches.matches(criteria, instant))
                .orElseGet(() -> searches.matches(criteria));
        yield new Matches(streams, criteria.stays(streams, MOST));
      }
    };
  }
}
