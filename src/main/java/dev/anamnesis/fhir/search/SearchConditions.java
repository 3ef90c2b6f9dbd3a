package dev.anamnesis.fhir.search;

import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.projection.search.Searches.Condition;
import java.util.List;

/** Conditions are searches, understood whole or refused. */
public final class SearchConditions implements Conditions {

  /** One more than one: it is enough to know that several match. */
  private static final int MOST = 2;

  private final Searches searches;

  public SearchConditions(Searches searches) {
    this.searches = searches;
  }

  @Override
  public Matches find(String type, String query) {
    return switch (searches.condition(type, Ask.parameters(query), "")) {
      case Condition.NotUnderstood(var why) -> throw Searching.refusal(why);
      case Condition.Understood(var criteria) -> {
        List<dev.anamnesis.eventstore.StreamId> streams = searches.matches(criteria);
        yield new Matches(streams, criteria.stays(streams, MOST));
      }
    };
  }
}
