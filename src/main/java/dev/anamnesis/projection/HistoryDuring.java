package dev.anamnesis.projection;

import dev.anamnesis.projection.HistoryQuery.Cursor;
import dev.anamnesis.projection.HistoryQuery.During;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.LiveSpan.Bounds;
import dev.anamnesis.projection.VersionRows.Stored;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The versions that were current at some time of a span: what was live when it began, and what was
 * recorded while it lasted. A deletion is in it when it took place in it.
 */
final class HistoryDuring {

  private final Handle handle;
  private final VersionRows rows;

  HistoryDuring(Handle handle, VersionRows rows) {
    this.handle = handle;
    this.rows = rows;
  }

  /**
   * Of several types or of all. The cursor's lowest is the first position recorded in the span.
   *
   * @param whole the types are all there are
   */
  SealedPage page(LogSpan span, List<Integer> types, boolean whole, HistoryQuery query) {
    During during = query.during().orElseThrow();
    boolean newestFirst = query.order() == Order.NEWEST_FIRST;
    Cursor cursor = query.from().orElseGet(() -> start(handle, span, during, newestFirst));
    var live = new LiveSpan(handle, types, whole, cursor.lowest() - 1);
    long total = live.count() + recorded(span, cursor);
    if (query.count() == 0 || total == 0) return new SealedPage(List.of(), total, Optional.empty());
    List<Stored> found =
        newestFirst
            ? newestFirst(span, live, cursor, query.count() + 1)
            : oldestFirst(span, live, cursor, query.count() + 1);
    boolean more = found.size() > query.count();
    List<Stored> page = more ? found.subList(0, query.count()) : found;
    return new SealedPage(page, total, more ? Optional.of(after(cursor, page)) : Optional.empty());
  }

  private static Cursor after(Cursor cursor, List<Stored> page) {
    return new Cursor(cursor.lowest(), cursor.highest(), page.getLast().recorded().position());
  }

  private static long recorded(LogSpan span, Cursor cursor) {
    return cursor.highest() < cursor.lowest() ? 0 : span.count(cursor.lowest(), cursor.highest());
  }

  private List<Stored> newestFirst(LogSpan span, LiveSpan live, Cursor cursor, int limit) {
    long before = cursor.after() - 1;
    var found = new ArrayList<Stored>();
    if (before >= cursor.lowest()) {
      found.addAll(span.newestFirst(cursor.lowest(), before, limit, rows));
    }
    if (found.size() < limit) {
      found.addAll(live.newestFirst(new Bounds(1, before, limit - found.size()), rows));
    }
    return found;
  }

  private List<Stored> oldestFirst(LogSpan span, LiveSpan live, Cursor cursor, int limit) {
    long next = cursor.after() + 1;
    var found = new ArrayList<Stored>();
    if (next < cursor.lowest()) {
      found.addAll(live.oldestFirst(new Bounds(next, cursor.lowest() - 1, limit), rows));
    }
    if (found.size() < limit && cursor.highest() >= cursor.lowest()) {
      long first = Math.max(next, cursor.lowest());
      found.addAll(span.oldestFirst(first, cursor.highest(), limit - found.size(), rows));
    }
    return found;
  }

  /** Taken once, so that pages and total stay as they were while writes go on. */
  static Cursor start(Handle handle, LogSpan span, During during, boolean newestFirst) {
    long base = during.from().map(from -> last(handle, "<=", from)).orElse(0L);
    long highest =
        Math.max(base, during.past().map(past -> last(handle, "<", past)).orElseGet(span::highest));
    return new Cursor(base + 1, highest, newestFirst ? highest + 1 : 0);
  }

  /** The last position recorded before an instant, or at it; 0 for none. */
  private static long last(Handle handle, String compared, Instant instant) {
    return handle
        .createQuery(
            """
            select position
            from read.versions
            where recorded_at %s :instant
            order by recorded_at desc, position desc
            limit 1
            """
                .formatted(compared))
        .bind("instant", OffsetDateTime.ofInstant(instant, ZoneOffset.UTC))
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }
}
