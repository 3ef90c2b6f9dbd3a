package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Filter.Prefix;
import dev.anamnesis.projection.search.Filter.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A date given twice, from and to, is one range: else each half would be half a table. */
final class DateRanges {

  private static final Set<Prefix> FROM = Set.of(Prefix.GT, Prefix.GE, Prefix.SA);
  private static final Set<Prefix> TO = Set.of(Prefix.LT, Prefix.LE, Prefix.EB);

  private DateRanges() {}

  static List<Filter> merged(List<Filter> filters) {
    var merged = new ArrayList<Filter>();
    var open = new ArrayList<Filter>();
    var updated = new ArrayList<List<Span>>();
    for (Filter filter : filters) {
      if (filter instanceof Filter.Updated(var allOf)) updated.addAll(allOf);
      else open.add(filter);
    }
    if (!updated.isEmpty()) open.add(new Filter.Updated(updated));
    while (!open.isEmpty()) {
      Filter first = open.removeFirst();
      if (first instanceof Filter.Date(var p, var spans) && spans.size() == 1) {
        Filter second = other(open, first, spans.getFirst().prefix());
        if (second != first && second instanceof Filter.Date(var same, var others)) {
          open.remove(second);
          merged.add(new Filter.Between(p, spans.getFirst(), others.getFirst()));
          continue;
        }
      }
      merged.add(first);
    }
    return merged;
  }

  private static Filter other(List<Filter> open, Filter first, Prefix prefix) {
    Set<Prefix> wanted = FROM.contains(prefix) ? TO : TO.contains(prefix) ? FROM : Set.of();
    for (Filter filter : open) {
      if (filter instanceof Filter.Date(var p, var spans)
          && p.equals(((Filter.Date) first).parameter())
          && spans.size() == 1
          && wanted.contains(spans.getFirst().prefix())) {
        return filter;
      }
    }
    return first;
  }
}
