package dev.anamnesis.projection.search;

import dev.anamnesis.r4.search.Extractor.Extract;
import dev.anamnesis.r4.search.Extractor.Found;
import dev.anamnesis.r4.search.SearchValue;
import dev.anamnesis.r4.search.SearchValue.Composite;
import dev.anamnesis.r4.search.Words;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A resource's search rows, and what the dictionary must know for them. */
final class RowSet {

  /** A longer text is found by its beginning. */
  static final int LONGEST_TEXT = 400;

  final Set<Row> rows = new LinkedHashSet<>();
  final Set<Row.Code> codes = new LinkedHashSet<>();
  final Set<Row.Label> labels = new LinkedHashSet<>();
  private final Set<Long> open = new HashSet<>();
  private final Map<Long, Ends<Row.Moment>> moments = new HashMap<>();
  private final Map<Long, Ends<Row.Amount>> amounts = new HashMap<>();

  private record Ends<T>(Set<T> all, T first, T last) {}

  /**
   * @param wholes from the sources of parts of names and addresses to those of the wholes
   */
  static RowSet of(Extract extract, Map<Long, Long> wholes) {
    var set = new RowSet();
    for (Found found : extract.found()) set.add(found.source().id(), found.value());
    set.moments.values().forEach(set::finishMoments);
    set.amounts.values().forEach(set::finishAmounts);
    set.drop(wholes);
    return set;
  }

  /** What is said of a part is not said again of the whole. */
  private void drop(Map<Long, Long> wholes) {
    var told = new HashSet<Row>();
    for (Row row : rows) {
      if (row instanceof Row.Text(long part, String norm, String exact)
          && wholes.get(part) instanceof Long whole) {
        told.add(new Row.Text(whole, norm, exact));
      }
    }
    for (Row row : told) rows.remove(row);
  }

  private void add(long source, SearchValue value) {
    switch (value) {
      case SearchValue.Token(var system, var code, boolean listed, var labels) ->
          token(source, system, code, listed, labels);
      case SearchValue.TypedIdentifier(var system, var code, var text) ->
          rows.add(new Row.Token(Keys.ofType(source, system, code, text)));
      case SearchValue.Label(String text) -> label(source, text);
      case SearchValue.Text(String text) -> {
        String exact = cut(text);
        rows.add(new Row.Text(source, cut(Words.normal(text)), exact));
      }
      case SearchValue.Moment(long low, long high) -> moment(new Row.Moment(source, low, high, 0));
      case SearchValue.Amount(double low, double high) ->
          amount(new Row.Amount(source, low, high, 0, 0, 0, 0));
      case SearchValue.Quantity q ->
          amount(
              new Row.Amount(
                  source,
                  q.low(),
                  q.high(),
                  q.code().isEmpty()
                      ? Keys.unit(q.system(), q.unit())
                      : Keys.unit(q.system(), q.code()),
                  Keys.word(q.code()),
                  Keys.word(q.unit()),
                  0));
      case SearchValue.Link(String type, String id) ->
          rows.add(new Row.Link(source, Keys.ref(type, id)));
      case SearchValue.Url(String url) -> rows.add(new Row.Link(source, Keys.url(url)));
      case SearchValue.Canonical(String url, String version) -> {
        rows.add(new Row.Link(source, Keys.url(url)));
        if (!version.isEmpty()) rows.add(new Row.Link(source, Keys.url(url + "|" + version)));
      }
      case SearchValue.Logical(String system, String text) ->
          token(Keys.logical(source), system, text, false, List.of());
      case SearchValue.Uri(String uri) -> token(source, "", uri, true, List.of());
      case Composite(var parts) -> composite(source, parts);
    }
  }

  private void token(long source, String system, String code, boolean listed, List<String> called) {
    if (listed) {
      long key = Keys.token(source, system, code);
      rows.add(new Row.Token(key));
      codes.add(new Row.Code(key, source, system, cut(code)));
      for (String label : called) {
        labels.add(new Row.Label(source, cut(Words.normal(label)), key));
      }
    } else {
      // The same code of another system comes under the key of both, so that keys differ.
      long any = Keys.anySystem(source, code);
      long key = open.add(any) ? any : Keys.token(source, system, code);
      rows.add(new Row.Token(key, Keys.system(source, system)));
      // What identifiers are called is a key of its own: each of them has another one.
      for (String label : called) label(source, label);
    }
  }

  private void label(long source, String text) {
    String norm = cut(Words.normal(text));
    long key = Keys.label(source, norm);
    rows.add(new Row.Token(key));
    labels.add(new Row.Label(source, norm, key));
  }

  private void moment(Row.Moment moment) {
    moments.merge(
        moment.source(),
        new Ends<>(Set.of(moment), moment, moment),
        (a, b) ->
            new Ends<>(
                union(a.all(), b.all()),
                a.first().low() <= b.first().low() ? a.first() : b.first(),
                a.last().low() >= b.last().low() ? a.last() : b.last()));
  }

  private void amount(Row.Amount amount) {
    amounts.merge(
        amount.source(),
        new Ends<>(Set.of(amount), amount, amount),
        (a, b) ->
            new Ends<>(
                union(a.all(), b.all()),
                a.first().low() <= b.first().low() ? a.first() : b.first(),
                a.last().low() >= b.last().low() ? a.last() : b.last()));
  }

  private static <T> Set<T> union(Set<T> a, Set<T> b) {
    var union = new LinkedHashSet<>(a);
    union.addAll(b);
    return union;
  }

  private void finishMoments(Ends<Row.Moment> ends) {
    for (Row.Moment m : ends.all()) {
      rows.add(new Row.Moment(m.source(), m.low(), m.high(), ends(m, ends)));
    }
  }

  private void finishAmounts(Ends<Row.Amount> ends) {
    for (Row.Amount a : ends.all()) {
      rows.add(
          new Row.Amount(
              a.source(), a.low(), a.high(), a.unit(), a.code(), a.human(), ends(a, ends)));
    }
  }

  private static <T> int ends(T item, Ends<T> ends) {
    return (item.equals(ends.first()) ? 1 : 0) + (item.equals(ends.last()) ? 2 : 0);
  }

  /** The first component is a token, and the others are keyed under it. */
  private void composite(long source, List<List<SearchValue>> parts) {
    long first = Keys.component(source, 0);
    for (SearchValue value : parts.getFirst()) {
      if (!(value instanceof SearchValue.Token(var system, var code, boolean listed, var called)))
        continue;
      long key = Keys.token(first, system, code);
      codes.add(new Row.Code(key, first, system, cut(code)));
      if (parts.size() == 3) {
        span(key, parts.get(1), parts.get(2));
      } else {
        for (SearchValue second : parts.get(1)) second(source, key, second);
      }
    }
  }

  private void second(long source, long key, SearchValue second) {
    if (second instanceof SearchValue.Token(var system, var code, boolean listed, var called)) {
      long other = Keys.component(source, 1);
      long inner = Keys.token(other, system, code);
      codes.add(new Row.Code(inner, other, system, cut(code)));
      rows.add(new Row.Token(Keys.pair(key, inner)));
    } else {
      add(key, second);
    }
  }

  /** Two numbers, as the ends of one row. */
  private void span(long key, List<SearchValue> starts, List<SearchValue> ends) {
    for (SearchValue start : starts) {
      for (SearchValue end : ends) {
        if (start instanceof SearchValue.Amount from && end instanceof SearchValue.Amount to) {
          amount(new Row.Amount(key, from.low(), to.low(), 0, 0, 0, 0));
        }
      }
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
