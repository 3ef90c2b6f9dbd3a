package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Filter.Target;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameter.Source;
import dev.anamnesis.r4.search.SearchParameters;
import dev.anamnesis.r4.search.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Turns filters into conditions on rows. */
final class Compiler {

  private static final int FEW = 0;
  private static final int SOME = 10;
  private static final int MANY = 20;
  private static final int MOST = 30;

  private final SearchParameters parameters;
  private final ResourceTypes types;
  private final Lookups lookups;
  private final TokenKeys tokens;
  private final long now;

  /**
   * @param now microseconds since 1970, for {@code ap}
   */
  Compiler(SearchParameters parameters, ResourceTypes types, Lookups lookups, long now) {
    this.parameters = parameters;
    this.types = types;
    this.lookups = lookups;
    this.tokens = new TokenKeys(lookups);
    this.now = now;
  }

  List<Cond> all(String type, List<Filter> filters) {
    return DateRanges.merged(filters).stream().map(filter -> of(type, filter)).toList();
  }

  Cond of(String type, Filter filter) {
    return switch (filter) {
      case Filter.Ids(var ids) -> refs(ids.stream().map(id -> Keys.ref(type, id)).toList());
      case Filter.Not(Filter inner) -> new Cond.Not(of(type, inner));
      case Filter.Updated(var spans) -> any(spans, span -> new Updates(types.code(type), now).of(span));
      case Filter.Token(var p, var codes) -> keys(tokens.of(ids(p), codes), rank(p));
      case Filter.Called(var p, var texts) -> {
        var keys = new ArrayList<Long>();
        for (String text : texts) keys.addAll(lookups.called(ids(p), text));
        yield keys(keys, MANY);
      }
      case Filter.OfType(var p, var typed) ->
          keys(
              ids(p).stream()
                  .flatMap(id -> typed.stream().map(t -> Keys.ofType(id, t.system(), t.code(), t.value())))
                  .toList(),
              FEW);
      case Filter.Text(var p, var match, var texts) -> any(texts, text -> text(ids(p), match, text));
      case Filter.Date(var p, var spans) ->
          any(spans, span -> rows(Table.MOMENTS, ids(p), MANY, (w, a) -> Compared.span(w, a, span, now)));
      case Filter.Between(var p, var first, var second) -> between(ids(p), first, second);
      case Filter.Amount(var p, var measures) ->
          any(measures, m -> rows(Table.AMOUNTS, ids(p), MANY, (w, a) -> Compared.measure(w, a, m)));
      case Filter.Reference(var p, var targets) -> links(ids(p), refs(targets, type));
      case Filter.Logical(var p, var codes) ->
          keys(tokens.of(ids(p).stream().map(Keys::logical).toList(), codes), FEW);
      case Filter.Uri(var p, var match, var uris) -> keys(tokens.uris(ids(p), match, uris), SOME);
      case Filter.Composite(var p, var anyOf) -> any(anyOf, parts -> composite(p, parts));
      case Filter.Missing(var p, boolean missing) -> missing(type, p, missing);
      case Filter.Chain(var p, var byType) -> any(List.copyOf(byType.entrySet()), e -> chain(p, e.getKey(), e.getValue()));
      case Filter.Has(var p, Filter inner) -> has(type, p, inner);
      case Filter.InList(var lists) -> inList(type, lists);
      case Filter.Within(var owner, var id, var by) ->
          links(by.stream().flatMap(p -> ids(p).stream()).distinct().toList(), List.of(Keys.ref(owner, id)));
    };
  }

  private static List<Long> ids(SearchParameter p) {
    return p.sources().stream().map(Source::id).toList();
  }

  /** Identifiers are few of a kind, statuses many. */
  private static int rank(SearchParameter p) {
    return p.code().equals("identifier") ? FEW : p.code().endsWith("status") ? MOST : SOME;
  }

  private static <T> Cond any(List<T> alternatives, java.util.function.Function<T, Cond> each) {
    return alternatives.size() == 1
        ? each.apply(alternatives.getFirst())
        : new Cond.Any(alternatives.stream().map(each).toList());
  }

  private static Cond keys(List<Long> keys, int rank) {
    if (keys.isEmpty()) return new Cond.Any(List.of());
    return new Rows(Table.TOKENS, (w, a) -> equal(w, a + ".key", keys), rank, keys.size() == 1);
  }

  private static void equal(Writing w, String column, List<Long> keys) {
    if (keys.size() == 1) w.add(column + " = ").sql.value(keys.getFirst());
    else w.add(column + " = any(").sql.values(keys).add(")");
  }

  private static Cond refs(List<Long> refs) {
    return new Rows(Table.CARDS, (w, a) -> equal(w, a + ".ref", refs), FEW);
  }

  private static Cond rows(Table table, List<Long> sources, int rank, BiConsumer<Writing, String> fit) {
    if (sources.isEmpty()) return new Cond.Any(List.of());
    return new Rows(
        table,
        (w, a) -> {
          equal(w, a + ".source", sources);
          fit.accept(w.add(" and "), a);
        },
        rank);
  }

  private static Cond links(List<Long> sources, List<Long> targets) {
    return new Rows(
        Table.LINKS,
        (w, a) -> {
          equal(w, a + ".source", sources);
          equal(w.add(" and "), a + ".target", targets);
        },
        FEW + 1,
        sources.size() == 1 && targets.size() == 1);
  }

  private static List<Long> refs(List<Target> targets, String type) {
    var refs = new ArrayList<Long>();
    for (Target target : targets) {
      switch (target) {
        case Target.Local(var among, var id) -> among.forEach(of -> refs.add(Keys.ref(of, id)));
        case Target.Url(var url) -> refs.add(Keys.url(url));
      }
    }
    return refs;
  }

  private static Cond text(List<Long> sources, Filter.Match match, String text) {
    String norm = Words.normal(text);
    String cut = norm.length() > RowSet.LONGEST_TEXT ? norm.substring(0, RowSet.LONGEST_TEXT) : norm;
    return rows(
        Table.TEXTS,
        sources,
        match == Filter.Match.CONTAINS ? MOST : SOME,
        (w, a) -> {
          switch (match) {
            case BEGINS -> {
              w.add(a + ".norm >= ").sql.value(cut);
              w.add(" and " + a + ".norm < ").sql.value(Lookups.past(cut));
            }
            case CONTAINS -> w.add("strpos(" + a + ".norm, ").sql.value(cut).add(") > 0");
            case EXACT -> {
              w.add(a + ".norm = ").sql.value(cut);
              w.add(" and coalesce(" + a + ".exact, " + a + ".norm) = ").sql.value(text);
            }
          }
        });
  }

  /** Both ends at once for the many resources with one value; one by one for the others. */
  private Cond between(List<Long> sources, Filter.Span first, Filter.Span second) {
    Cond one =
        rows(
            Table.MOMENTS,
            sources,
            SOME + 1,
            (w, a) -> {
              Compared.span(w, a, first, now);
              w.add(" and ");
              Compared.span(w, a, second, now);
              w.add(" and " + a + ".ends = 3");
            });
    return new Cond.Any(
        List.of(one, new Cond.All(List.of(ofMany(sources, first), ofMany(sources, second)))));
  }

  private Cond ofMany(List<Long> sources, Filter.Span span) {
    return rows(
        Table.MOMENTS,
        sources,
        MANY,
        (w, a) -> {
          w.add(a + ".ends <> 3 and ");
          Compared.span(w, a, span, now);
        });
  }

  /** The other components are keyed under the first. */
  private Cond composite(SearchParameter p, List<Filter> parts) {
    var each = new ArrayList<Cond>();
    for (Source source : p.sources()) {
      List<Long> first = tokens.of(List.of(Keys.component(source.id(), 0)), ((Filter.Token) parts.getFirst()).anyOf());
      each.add(parts.size() == 3 ? span(first, parts) : second(source, first, parts.get(1)));
    }
    return each.size() == 1 ? each.getFirst() : new Cond.Any(each);
  }

  private Cond second(Source source, List<Long> first, Filter second) {
    return switch (second) {
      case Filter.Token(var p, var codes) -> {
        List<Long> others = tokens.of(List.of(Keys.component(source.id(), 1)), codes);
        yield keys(
            first.stream().flatMap(a -> others.stream().map(b -> Keys.pair(a, b))).toList(), SOME);
      }
      case Filter.Amount(var p, var ms) ->
          any(ms, m -> rows(Table.AMOUNTS, first, SOME, (w, a) -> Compared.measure(w, a, m)));
      case Filter.Date(var p, var spans) ->
          any(spans, s -> rows(Table.MOMENTS, first, SOME, (w, a) -> Compared.span(w, a, s, now)));
      case Filter.Text(var p, var match, var texts) -> any(texts, t -> text(first, match, t));
      case Filter.Reference(var p, var targets) -> links(first, refs(targets, p.type()));
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

  private Cond missing(String type, SearchParameter p, boolean missing) {
    int bit = parameters.ordinal(type, p.code());
    boolean always = p.code().equals("_id") || p.code().equals("_lastUpdated");
    return new Rows(
        Table.CARDS,
        (w, a) -> {
          w.add(a + ".type = ").sql.value((long) types.code(type)).add("::smallint and ");
          if (always) w.add(missing ? "false" : "true");
          else {
            w.add(missing ? "not " : "").add("(case when octet_length(" + a + ".present) > ");
            w.sql.value((long) bit / 8).add(" then get_bit(" + a + ".present, ").value((long) bit);
            w.add(") = 1 else false end)");
          }
        },
        MOST + 1);
  }

  private Cond chain(SearchParameter p, String target, Filter inner) {
    if (inner instanceof Filter.Ids(var ids)) {
      return links(ids(p), ids.stream().map(id -> Keys.ref(target, id)).toList());
    }
    Cond cond = of(target, inner);
    return rows(
        Table.LINKS,
        ids(p),
        SOME - 1,
        (w, a) -> {
          String card = w.alias();
          w.add(a + ".target in (select " + card + ".ref from ").rows(Table.CARDS, card);
          w.add(" where " + card + ".type = ").sql.value((long) types.code(target));
          w.add("::smallint and ").probe(cond, card + ".stream").add(")");
        });
  }

  private Cond has(String type, SearchParameter p, Filter inner) {
    Cond cond = of(p.type(), inner);
    return new Rows(
        Table.CARDS,
        (w, a) -> {
          String link = w.alias();
          w.add(a + ".type = ").sql.value((long) types.code(type));
          w.add("::smallint and " + a + ".ref in (select " + link + ".target from ");
          w.rows(Table.LINKS, link).add(" where ");
          equal(w, link + ".source", ids(p));
          w.add(" and ").probe(cond, link + ".stream").add(")");
        },
        SOME);
  }

  private Cond inList(String type, List<String> lists) {
    List<Long> items = ids(parameters.find("List", "item").orElseThrow());
    List<Long> refs = lists.stream().map(id -> Keys.ref("List", id)).toList();
    return new Rows(
        Table.CARDS,
        (w, a) -> {
          String link = w.alias();
          String list = w.alias();
          w.add(a + ".type = ").sql.value((long) types.code(type));
          w.add("::smallint and " + a + ".ref in (select " + link + ".target from ");
          w.rows(Table.LINKS, link).add(" where ");
          equal(w, link + ".source", items);
          w.add(" and " + link + ".stream in (select " + list + ".stream from ");
          w.rows(Table.CARDS, list).add(" where ");
          equal(w, list + ".ref", refs);
          w.add("))");
        },
        SOME);
  }
}
