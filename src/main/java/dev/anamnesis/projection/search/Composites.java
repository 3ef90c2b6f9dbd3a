package dev.anamnesis.projection.search;

import static dev.anamnesis.projection.search.Fits.SOME;
import static dev.anamnesis.projection.search.Fits.any;
import static dev.anamnesis.projection.search.Fits.keys;
import static dev.anamnesis.projection.search.Fits.links;
import static dev.anamnesis.projection.search.Fits.rows;

import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameter.Source;
import java.util.ArrayList;
import java.util.List;

/** Composite parameters (https://hl7.org/fhir/R4/search.html#composite). */
final class Composites {

  private final TokenKeys tokens;
  private final long now;

  Composites(TokenKeys tokens, long now) {
    this.tokens = tokens;
    this.now = now;
  }

  /** The other components are keyed under the first. */
  Cond composite(SearchParameter p, List<Filter> parts) {
    var each = new ArrayList<Cond>();
    for (Source source : p.sources()) {
      List<Long> first =
          tokens.listed(
              List.of(Keys.component(source.id(), 0)), ((Filter.Token) parts.getFirst()).anyOf());
      each.add(parts.size() == 3 ? span(first, parts) : second(source, first, parts.get(1)));
    }
    return each.size() == 1 ? each.getFirst() : new Cond.Any(each);
  }

  private Cond second(Source source, List<Long> first, Filter second) {
    return switch (second) {
      case Filter.Token(var p, var codes) -> {
        List<Long> others = tokens.listed(List.of(Keys.component(source.id(), 1)), codes);
        yield keys(
            first.stream().flatMap(a -> others.stream().map(b -> Keys.pair(a, b))).toList(), SOME);
      }
      case Filter.Amount(var p, var ms) ->
          any(ms, m -> rows(Table.AMOUNTS, first, SOME, (w, a) -> Compared.measure(w, a, m)));
      case Filter.Date(var p, var spans) ->
          any(spans, s -> rows(Table.MOMENTS, first, SOME, (w, a) -> Compared.span(w, a, s, now)));
      case Filter.Text(var p, var match, var texts) -> any(texts, t -> Fits.text(first, match, t));
      case Filter.Reference(var p, var targets) -> links(first, Among.of(Fits.refs(targets)));
      default -> throw new IllegalStateException("no composite has such a component");
    };
  }

  private static Cond span(List<Long> first, List<Filter> parts) {
    var start = ((Filter.Amount) parts.get(1)).anyOf().getFirst();
    var end = ((Filter.Amount) parts.get(2)).anyOf().getFirst();
    return rows(
        Table.AMOUNTS,
        first,
        SOME,
        (w, a) -> {
          Compared.number(w, a + ".low", a + ".low", start);
          w.add(" and ");
          Compared.number(w, a + ".high", a + ".high", end);
        });
  }
}
