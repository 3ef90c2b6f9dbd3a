package dev.anamnesis.fhir.time;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Cursors;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.search.SearchBundle;
import dev.anamnesis.projection.CompartmentHistory;
import dev.anamnesis.projection.HistoryPage;
import dev.anamnesis.projection.HistoryQuery;
import dev.anamnesis.projection.HistoryQuery.Cursor;
import dev.anamnesis.projection.HistoryQuery.During;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Searches;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * {@code $everything} (https://hl7.org/fhir/R4/operation-patient-everything.html), also as of an
 * instant: all pages from one position of the log. What is referred to and stands in no compartment
 * is not in it.
 */
public final class EverythingOperation {

  private final CompartmentHistory compartments;
  private final ResourceTypes types;
  private final Supplier<String> ids;

  public EverythingOperation(
      CompartmentHistory compartments, ResourceTypes types, Supplier<String> ids) {
    this.compartments = compartments;
    this.types = types;
    this.ids = ids;
  }

  public Answer answer(StreamId owner, Ask ask) {
    Asked.only(ask, "_asOf", "_type", "_count", "_cursor");
    Instant at = Asked.instant(ask, "_asOf").orElse(Records.NOW);
    int count = Asked.number(ask, "_count", 0).map(n -> Math.min(n, 1000)).orElse(50);
    var query =
        new HistoryQuery(
            scope(ask),
            Optional.empty(),
            Optional.of(new During(Optional.of(at), Optional.of(at))),
            count,
            Order.OLDEST_FIRST,
            ask.one("_cursor").map(EverythingOperation::cursor));
    HistoryPage page =
        compartments
            .page(owner, query)
            .orElseThrow(
                () -> Outcomes.notFound("There is no such resource, and there never was."));
    return Answer.ok(bundle(ask, count, page));
  }

  private static Cursor cursor(String token) {
    return Cursors.read(token)
        .orElseThrow(
            () ->
                Outcomes.invalid(
                    "bad-parameter",
                    "_cursor is not one of this server's: follow its links unchanged."));
  }

  private Scope scope(Ask ask) {
    Optional<String> asked = ask.one("_type");
    if (asked.isEmpty()) return new Scope.System();
    List<String> names = Arrays.stream(asked.get().split(",")).distinct().toList();
    if (names.isEmpty() || !names.stream().allMatch(types::knows)) {
      throw Outcomes.invalid(
          "bad-parameter",
          "_type takes R4 resource types, separated by commas: _type=Patient,Encounter.");
    }
    return new Scope.Types(names);
  }

  private String bundle(Ask ask, int count, HistoryPage page) {
    var readable = page.versions().stream().filter(v -> v.json().isPresent()).toList();
    var found =
        new Searches.Answer.Page(
            readable, List.of(), OptionalLong.of(page.total()), Optional.empty(), false, 0);
    return SearchBundle.write(
        found,
        ids.get(),
        ask.base(),
        url(ask, count, Optional.empty()),
        page.next().map(cursor -> url(ask, count, Optional.of(cursor))),
        List.of());
  }

  private static String url(Ask ask, int count, Optional<Cursor> cursor) {
    var url = new StringBuilder(ask.base() + '/' + ask.path() + "?_count=" + count);
    for (String name : List.of("_asOf", "_type")) {
      ask.one(name)
          .ifPresent(
              value ->
                  url.append('&')
                      .append(name)
                      .append('=')
                      .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    cursor
        .map(Cursors::write)
        .or(() -> ask.one("_cursor"))
        .ifPresent(token -> url.append("&_cursor=").append(token));
    return url.toString();
  }
}
