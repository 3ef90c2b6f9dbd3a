package dev.anamnesis.projection;

import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.HistoryQuery.Cursor;
import dev.anamnesis.projection.HistoryQuery.During;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.projection.VersionRows.Stored;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Answers {@code _history}: pages of versions in log order, with exact totals at any size. */
public final class History {

  private final Jdbi jdbi;
  private final ResourceTypes types;
  private final VersionRows rows;

  public History(Jdbi jdbi, ResourceTypes types, Sealer sealer, ServedVersions served) {
    this.jdbi = jdbi;
    this.types = types;
    this.rows = new VersionRows(types, sealer, served);
  }

  /** Empty when the instance never existed. */
  public Optional<HistoryPage> page(HistoryQuery query) {
    return jdbi.withHandle(handle -> sealed(handle, query)).map(this::opened);
  }

  private HistoryPage opened(SealedPage page) {
    return new HistoryPage(rows.opened(page.versions()), page.total(), page.next());
  }

  private Optional<SealedPage> sealed(Handle handle, HistoryQuery query) {
    if (PageAtOnce.answers(query)) {
      boolean since = query.since().isPresent() && query.from().isEmpty();
      long lowest = since ? LogSpan.positionSince(handle, query.since().orElseThrow()) : 1;
      return new PageAtOnce(handle, rows, query, lowest).page(types);
    }
    return switch (query.scope()) {
      case Scope.System() -> {
        var span = new LogSpan.OfSystem(handle);
        yield Optional.of(
            query.during().isPresent()
                ? new HistoryDuring(handle, rows).page(span, codes(types.names()), true, query)
                : page(span, query));
      }
      case Scope.Types(List<String> names) -> {
        List<Integer> codes = codes(names);
        var span = new LogSpan.OfTypes(handle, codes);
        yield Optional.of(
            query.during().isPresent()
                ? new HistoryDuring(handle, rows).page(span, codes, false, query)
                : page(span, query));
      }
      case Scope.Instance(var stream) ->
          LogSpan.OfInstance.find(handle, stream).map(span -> page(span, narrowed(span, query)));
    };
  }

  /** Of one resource the versions of a span follow one another. */
  private static HistoryQuery narrowed(LogSpan.OfInstance span, HistoryQuery query) {
    if (query.during().isEmpty() || query.from().isPresent()) return query;
    During during = query.during().get();
    long highest = during.past().map(past -> span.firstSince(past) - 1).orElse(span.highest());
    long base =
        during.from().map(from -> span.firstSince(from.plus(1, ChronoUnit.MICROS)) - 1).orElse(0L);
    long lowest = base == 0 || span.isDeletion(base) ? base + 1 : base;
    long start = query.order() == Order.NEWEST_FIRST ? highest + 1 : lowest - 1;
    var cursor = new Cursor(lowest, highest, start);
    return new HistoryQuery(
        query.scope(), query.since(), query.count(), query.order(), Optional.of(cursor));
  }

  private List<Integer> codes(List<String> names) {
    return names.stream().distinct().map(name -> (int) types.code(name)).toList();
  }

  private SealedPage page(LogSpan span, HistoryQuery query) {
    boolean newestFirst = query.order() == Order.NEWEST_FIRST;
    Cursor cursor = query.from().orElseGet(() -> start(span, query, newestFirst));
    long total = span.count(cursor.lowest(), cursor.highest());
    if (query.count() == 0 || total == 0) return new SealedPage(List.of(), total, Optional.empty());
    List<Stored> found =
        newestFirst
            ? span.newestFirst(cursor.lowest(), cursor.after() - 1, query.count() + 1, rows)
            : span.oldestFirst(cursor.after() + 1, cursor.highest(), query.count() + 1, rows);
    boolean more = found.size() > query.count();
    List<Stored> page = more ? found.subList(0, query.count()) : found;
    Optional<Cursor> next =
        more
            ? Optional.of(
                new Cursor(
                    cursor.lowest(), cursor.highest(), span.place(page.getLast().recorded())))
            : Optional.empty();
    return new SealedPage(page, total, next);
  }

  /**
   * The upper bound is taken once, so that pages and total stay as they were while writes go on.
   */
  private static Cursor start(LogSpan span, HistoryQuery query, boolean newestFirst) {
    long highest = span.highest();
    long lowest = query.since().map(span::firstSince).orElse(1L);
    return new Cursor(lowest, highest, newestFirst ? highest + 1 : lowest - 1);
  }
}
