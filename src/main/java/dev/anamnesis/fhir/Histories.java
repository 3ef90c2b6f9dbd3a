package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.CompartmentHistory;
import dev.anamnesis.projection.History;
import dev.anamnesis.projection.HistoryPage;
import dev.anamnesis.projection.HistoryQuery;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.projection.ResourceTypes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code _history} of an instance, a type, the system (https://hl7.org/fhir/R4/http.html#history).
 */
public final class Histories {

  private final History history;
  private final ResourceTypes types;
  private final Supplier<String> ids;

  Histories(History history, ResourceTypes types, Supplier<String> ids) {
    this.history = history;
    this.types = types;
    this.ids = ids;
  }

  public Answer answer(Scope scope, Ask ask) {
    HistoryQuery query = HistoryRequest.read(ask, scope, types);
    return bundle(query, history.page(query), ask);
  }

  /** Of everything in the compartment of a resource. */
  Answer answer(StreamId owner, CompartmentHistory compartments, Ask ask) {
    HistoryQuery query = HistoryRequest.read(ask, new Scope.System(), types);
    return bundle(query, compartments.page(owner, query), ask);
  }

  private Answer bundle(HistoryQuery query, Optional<HistoryPage> found, Ask ask) {
    HistoryPage page =
        found.orElseThrow(
            () -> Outcomes.notFound("There is no such resource, and there never was."));
    String base = ask.base();
    String path = base + '/' + ask.path();
    String self = path + parameters(ask, query, Optional.empty());
    Optional<String> next =
        page.next()
            .map(cursor -> path + parameters(ask, query, Optional.of(Cursors.write(cursor))));
    String bundle = HistoryBundle.write(page, ids.get(), base, self, next);
    return Answer.ok(bundle);
  }

  /** What was understood, and nothing else. */
  private static String parameters(Ask ask, HistoryQuery query, Optional<String> cursor) {
    var parts = new ArrayList<String>();
    for (String name :
        List.of("_since", "_at", "_type", "_format", "_pretty", "_summary", "_elements")) {
      for (String value : ask.values(name)) parts.add(name + "=" + encode(value));
    }
    if (query.order() == Order.OLDEST_FIRST) parts.add("_sort=_lastUpdated");
    parts.add("_count=" + query.count());
    cursor
        .or(() -> ask.values(HistoryRequest.CURSOR).stream().findFirst())
        .ifPresent(token -> parts.add(HistoryRequest.CURSOR + "=" + token));
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
