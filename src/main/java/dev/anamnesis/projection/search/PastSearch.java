package dev.anamnesis.projection.search;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.eventstore.Past;
import dev.anamnesis.projection.search.Searches.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what matched at an instant, in pages. */
record PastSearch(Searches searches, Instant at) implements Past {

  /** Of a rule's own interest; more are not looked at. */
  private static final int MOST = 10_000;

  @Override
  public List<Elements> find(String type, Map<String, List<String>> criteria) {
    var found = new ArrayList<Elements>();
    Optional<Query.Cursor> from = Optional.empty();
    do {
      var page = page(query(type, criteria), from);
      for (var version : page.matches()) version.json().map(Elements::parse).ifPresent(found::add);
      from = page.next();
    } while (from.isPresent() && found.size() < MOST);
    return found;
  }

  private Query query(String type, Map<String, List<String>> criteria) {
    return switch (searches.reader().read(List.of(type), Map.of(), criteria, false, "")) {
      case QueryReader.Reading.Understood(Query query) -> query;
      case QueryReader.Reading.NotUnderstood(var why) ->
          throw new IllegalStateException("a rule's own search is not understood: " + why.code());
    };
  }

  private Answer.Page page(Query query, Optional<Query.Cursor> from) {
    var asked =
        new Query(
            query.filters(),
            query.sort(),
            QueryReader.MOST,
            query.total(),
            query.includes(),
            Optional.of(at),
            from,
            query.understood(),
            query.ignored());
    return switch (searches.find(asked)) {
      case Answer.Page page -> page;
      case Answer.NotDone(var why) ->
          throw new IllegalStateException("a rule's own search is not done: " + why.code());
    };
  }
}
