package dev.anamnesis.projection.search;

import static dev.anamnesis.projection.search.Fits.FEW;
import static dev.anamnesis.projection.search.Fits.MANY;
import static dev.anamnesis.projection.search.Fits.MOST;
import static dev.anamnesis.projection.search.Fits.SOME;
import static dev.anamnesis.projection.search.Fits.any;
import static dev.anamnesis.projection.search.Fits.equal;
import static dev.anamnesis.projection.search.Fits.keys;
import static dev.anamnesis.projection.search.Fits.links;
import static dev.anamnesis.projection.search.Fits.rows;
import static dev.anamnesis.projection.search.Fits.text;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Cond.Plan;
import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Filter.Target;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameter.Source;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns filters into conditions on rows. */
final class Compiler {

  private static final String PATIENT = "Patient";

  private final SearchParameters parameters;
  private final ResourceTypes types;
  private final Lookups lookups;
  private final Terms terms;
  private final Persons persons;
  private final TokenKeys tokens;
  private final Composites composites;
  private final long now;

  /**
   * @param now microseconds since 1970, for {@code ap}
   */
  Compiler(
      SearchParameters parameters,
      ResourceTypes types,
      Lookups lookups,
      Terms terms,
      Persons persons,
      long now) {
    this.parameters = parameters;
    this.types = types;
    this.lookups = lookups;
    this.terms = terms;
    this.persons = persons;
    this.tokens = new TokenKeys(lookups);
    this.composites = new Composites(tokens, now);
    this.now = now;
  }

  List<Cond> all(String type, List<Filter> filters) {
    return DateRanges.merged(filters).stream().map(filter -> of(type, filter)).toList();
  }

  Cond of(String type, Filter filter) {
    return switch (filter) {
      case Filter.Ids(var ids) ->
          refs(Among.of(ids.stream().map(id -> Keys.ref(type, id)).toList()));
      case Filter.Not(Filter inner) -> new Cond.Not(of(type, inner));
      case Filter.Updated(var allOf) -> new Updates(types.code(type), now).of(allOf);
      case Filter.Token(var p, var codes) -> tokens.fit(ids(p), codes, p.isListed(), rank(p));
      case Filter.Term(var p, var reach, var codes) -> {
        var all = new ArrayList<Filter.Code>();
        for (Filter.Code code : codes) {
          all.addAll(
              switch (reach) {
                case IN -> terms.in(code.code().orElseThrow());
                case BELOW -> terms.below(code);
                case ABOVE -> terms.above(code);
              });
        }
        yield tokens.fit(ids(p), all, p.isListed(), MANY);
      }
      case Filter.Called(var p, var texts) -> {
        var keys = new ArrayList<Long>();
        for (String text : texts) keys.addAll(lookups.called(ids(p), text));
        yield keys(keys, MANY);
      }
      case Filter.OfType(var p, var typed) ->
          keys(
              ids(p).stream()
                  .flatMap(
                      id ->
                          typed.stream().map(t -> Keys.ofType(id, t.system(), t.code(), t.value())))
                  .toList(),
              FEW);
      case Filter.Text(var p, var match, var texts) ->
          any(texts, text -> text(ids(parameters.withParts(p)), match, text));
      case Filter.Date(var p, var spans) ->
          any(
              spans,
              span -> rows(Table.MOMENTS, ids(p), MANY, (w, a) -> Compared.span(w, a, span, now)));
      case Filter.Between(var p, var first, var second) -> between(ids(p), first, second);
      case Filter.Amount(var p, var measures) ->
          any(
              measures,
              m -> rows(Table.AMOUNTS, ids(p), MANY, (w, a) -> Compared.measure(w, a, m)));
      case Filter.Person(var id) ->
          refs(persons.refs(List.of(new Target.Local(Set.of(PATIENT), id)), true));
      case Filter.Reference(var p, var targets) ->
          links(ids(p), persons.refs(targets, FilterReader.targets(p).contains(PATIENT)));
      case Filter.Logical(var p, var codes) ->
          tokens.fit(ids(p).stream().map(Keys::logical).toList(), codes, false, FEW);
      case Filter.Uri(var p, var match, var uris) -> keys(tokens.uris(ids(p), match, uris), SOME);
      case Filter.Composite(var p, var anyOf) ->
          any(anyOf, parts -> composites.composite(p, parts));
      case Filter.Missing(var p, boolean missing) -> missing(type, p, missing);
      case Filter.Chain(var p, var byType) ->
          any(List.copyOf(byType.entrySet()), e -> chain(p, e.getKey(), e.getValue()));
      case Filter.Has(var p, Filter inner) -> has(type, p, inner);
      case Filter.InList(var lists) -> inList(type, lists);
      case Filter.Within(var owner, var id, var by) ->
          links(
              by.stream().flatMap(p -> ids(p).stream()).distinct().toList(),
              persons.refs(List.of(new Target.Local(Set.of(owner), id)), true));
    };
  }

  static List<Long> ids(SearchParameter p) {
    return p.sources().stream().map(Source::id).toList();
  }

  /** Identifiers are few of a kind, statuses many. */
  private static int rank(SearchParameter p) {
    return p.code().equals("identifier") ? FEW : p.code().endsWith("status") ? MOST : SOME;
  }

  private static Cond refs(Among refs) {
    return new Rows(Table.CARDS, (w, a) -> refs.write(w, a + ".ref"), FEW, () -> false, Plan.KEPT);
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
      List<Target> targets =
          ids.stream().map(id -> (Target) new Target.Local(Set.of(target), id)).toList();
      return links(ids(p), persons.refs(targets, target.equals(PATIENT)));
    }
    Cond cond = of(target, inner);
    return new Rows(
        Table.LINKS,
        (w, a) -> {
          boolean merged = target.equals(PATIENT) && (w.isWhole() || persons.any());
          String card = w.alias();
          equal(w, a + ".source", ids(p));
          w.add(" and ");
          w.add(a + ".target in (select " + card + ".ref from ").rows(Table.CARDS, card);
          meets(w, card, target, cond);
          if (merged) {
            String kept = w.alias();
            String merge = w.alias();
            w.add(" union all select " + merge + ".replaced_ref from ").rows(Table.CARDS, kept);
            w.add(" join read.merges " + merge + " on " + merge + ".survivor_ref = " + kept);
            persons.holds(w.add(".ref and "), merge);
            meets(w, kept, target, cond);
          }
          w.add(")");
        },
        SOME - 1,
        () -> false,
        plan(cond));
  }

  /** Of what others are asked of: they are few, or their number matters. */
  private static Plan plan(Cond cond) {
    return Cond.areFew(List.of(cond)) && Cond.areKept(List.of(cond)) ? Plan.KEPT : Plan.ANEW;
  }

  /** Which cards: those of a type whose resources meet the condition. */
  private void meets(Writing w, String card, String type, Cond cond) {
    w.where(Table.CARDS, card).add(card + ".type = ").sql.value((long) types.code(type));
    w.add("::smallint and ");
    if (!w.isWhole() || !Writing.isAnchor(cond)) {
      w.probe(cond, card + ".stream");
      return;
    }
    w.add(card + ".stream in (").streams(types.code(type), List.of(cond)).add(")");
  }

  private Cond has(String type, SearchParameter p, Filter inner) {
    Cond cond = of(p.type(), inner);
    return new Rows(
        Table.CARDS,
        (w, a) -> {
          boolean merged = type.equals(PATIENT) && (w.isWhole() || persons.any());
          w.add(a + ".type = ").sql.value((long) types.code(type));
          w.add("::smallint and " + a + ".ref in (");
          String link = w.alias();
          w.add("select " + link + ".target from ").rows(Table.LINKS, link);
          referring(w, link, p, cond);
          if (merged) {
            String other = w.alias();
            String merge = w.alias();
            w.add(" union all select " + merge + ".survivor_ref from ").rows(Table.LINKS, other);
            w.add(" join read.merges " + merge + " on " + merge + ".replaced_ref = ");
            persons.holds(w.add(other + ".target and "), merge);
            referring(w, other, p, cond);
          }
          w.add(")");
        },
        SOME,
        () -> false,
        plan(cond));
  }

  private void referring(Writing w, String link, SearchParameter p, Cond cond) {
    w.where(Table.LINKS, link);
    equal(w, link + ".source", ids(p));
    if (!w.isWhole() || !Writing.isAnchor(cond)) {
      w.add(" and ").probe(cond, link + ".stream");
      return;
    }
    w.add(" and " + link + ".stream in (").streams(types.code(p.type()), List.of(cond)).add(")");
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
          w.rows(Table.LINKS, link).where(Table.LINKS, link);
          equal(w, link + ".source", items);
          w.add(" and " + link + ".stream in (select " + list + ".stream from ");
          w.rows(Table.CARDS, list).where(Table.CARDS, list);
          equal(w, list + ".ref", refs);
          w.add("))");
        },
        SOME);
  }
}
