package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Filter.Match;
import dev.anamnesis.projection.search.Filter.UriMatch;
import dev.anamnesis.r4.Shapes;
import dev.anamnesis.r4.search.SearchKind;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameter.Source;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads one search parameter with its modifier, chain or {@code _has}
 * (https://hl7.org/fhir/R4/search.html). What is not understood is thrown as {@link
 * Refused.Thrown}.
 */
final class FilterReader {

  static final int DEEPEST = 5;
  static final int MOST_VALUES = 500;

  /** Chains to references of many types branch: so many conditions in all. */
  static final int MOST_BRANCHES = 400;

  /** Why a chain does not go on over one of several types; it may over another. */
  private static final Set<String> NOT_OF_TYPE =
      Set.of("unknown-parameter", "bad-chain", "unsupported-modifier");

  private static final Set<String> NEVER = Set.of("_text", "_content", "_filter", "_query");

  private final SearchParameters parameters;
  private final String base;
  private int branches;

  /**
   * @param base the server's own URL; empty where none is known
   */
  FilterReader(SearchParameters parameters, String base) {
    this.parameters = parameters;
    this.base = base;
  }

  Filter read(String type, String name, String value) {
    return read(type, name, value, 0);
  }

  private Filter read(String type, String name, String value, int depth) {
    if (depth > DEEPEST) {
      throw new Refused.Thrown(
          "search-too-deep", "A chain or _has goes %d links deep at most.".formatted(DEEPEST));
    }
    if (++branches > MOST_BRANCHES) {
      throw new Refused.Thrown(
          "search-too-wide",
          "A chain leads to too many types: name one, as in subject:Patient.name.");
    }
    if (name.startsWith("_has:")) return has(type, name, value, depth);
    int dot = name.indexOf('.');
    if (dot >= 0) return chain(type, name.substring(0, dot), name.substring(dot + 1), value, depth);
    int colon = name.indexOf(':');
    String code = colon < 0 ? name : name.substring(0, colon);
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    if (value.isEmpty()) throw Parts.bad(name(name), "a value");
    if (value.indexOf('\0') >= 0) throw Parts.bad(name(name), "no null characters");
    if (NEVER.contains(code)) throw unsupported(code);
    if (code.equals("_list") && modifier.isEmpty()) {
      return new Filter.InList(
          each(name, value, v -> Parts.given(name, v).replaceFirst("^List/", "")));
    }
    return plain(parameter(type, code), modifier, name(name), value);
  }

  private static Refused.Thrown unsupported(String name) {
    return new Refused.Thrown("not-supported", "This server does not support " + name + ".");
  }

  private SearchParameter parameter(String type, String code) {
    SearchParameter found =
        parameters
            .find(type, code)
            .orElseThrow(
                () ->
                    unknown(
                        parameters,
                        type,
                        code,
                        "%s has no search parameter %s.".formatted(type, name(code))));
    if (found.kind() == SearchKind.SPECIAL) throw unsupported(type + "'s " + code);
    return found;
  }

  /** There is no such parameter, or none yet. */
  static Refused.Thrown unknown(
      SearchParameters parameters, String type, String code, String words) {
    return parameters.isComing(type, code)
        ? new Refused.Thrown(
            "re-index-under-way",
            "%s of %s cannot be searched by yet: a re-index is under way.".formatted(code, type))
        : new Refused.Thrown("unknown-parameter", words);
  }

  /** A name as it may be told: what a client sent, if it looks like a name. */
  static String name(String sent) {
    return sent.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,99}") ? sent : "of this name";
  }

  private static <T> List<T> each(String name, String value, Function<String, T> read) {
    List<String> parts = Escapes.split(value, ',');
    if (parts.size() > MOST_VALUES) {
      throw new Refused.Thrown(
          "too-many-values", "%s takes %d values at most.".formatted(name(name), MOST_VALUES));
    }
    return parts.stream().map(read).toList();
  }

  private Filter plain(SearchParameter p, String modifier, String name, String value) {
    if (modifier.equals("missing")) {
      return switch (value) {
        case "true" -> new Filter.Missing(p, true);
        case "false" -> new Filter.Missing(p, false);
        default -> throw Parts.bad(name, "true or false");
      };
    }
    return switch (p.kind()) {
      case TOKEN -> token(p, modifier, name, value);
      case STRING -> {
        Match match =
            switch (modifier) {
              case "" -> Match.BEGINS;
              case "exact" -> Match.EXACT;
              case "contains" -> Match.CONTAINS;
              default -> throw modifier(p, modifier);
            };
        yield new Filter.Text(p, match, each(name, value, v -> Parts.given(name, v)));
      }
      case DATE -> {
        if (!modifier.isEmpty()) throw modifier(p, modifier);
        var spans = each(name, value, v -> Parts.date(name, v));
        yield p.code().equals("_lastUpdated")
            ? new Filter.Updated(List.of(spans))
            : new Filter.Date(p, spans);
      }
      case NUMBER -> {
        if (!modifier.isEmpty()) throw modifier(p, modifier);
        yield new Filter.Amount(p, each(name, value, v -> Parts.number(name, v)));
      }
      case QUANTITY -> {
        if (!modifier.isEmpty()) throw modifier(p, modifier);
        yield new Filter.Amount(p, each(name, value, v -> Parts.quantity(name, v)));
      }
      case REFERENCE -> reference(p, modifier, name, value);
      case URI -> {
        UriMatch match =
            switch (modifier) {
              case "" -> UriMatch.EXACT;
              case "below" -> UriMatch.BELOW;
              case "above" -> UriMatch.ABOVE;
              default -> throw modifier(p, modifier);
            };
        yield new Filter.Uri(p, match, each(name, value, v -> Parts.given(name, v)));
      }
      case COMPOSITE -> {
        if (!modifier.isEmpty()) throw modifier(p, modifier);
        yield new Filter.Composite(p, each(name, value, v -> components(p, name, v)));
      }
      case SPECIAL -> throw unsupported(p.code());
    };
  }

  private static Refused.Thrown modifier(SearchParameter p, String modifier) {
    return new Refused.Thrown(
        "unsupported-modifier",
        "%s does not take the modifier %s.".formatted(p.code(), name(modifier)));
  }

  private static Filter token(SearchParameter p, String modifier, String name, String value) {
    if (p.code().equals("_id")) {
      var ids = new Filter.Ids(each(name, value, v -> Parts.given(name, v)));
      return switch (modifier) {
        case "" -> ids;
        case "not" -> new Filter.Not(ids);
        default -> throw modifier(p, modifier);
      };
    }
    return switch (modifier) {
      case "" -> new Filter.Token(p, each(name, value, v -> Parts.code(name, v)));
      case "not" ->
          new Filter.Not(new Filter.Token(p, each(name, value, v -> Parts.code(name, v))));
      case "in" -> new Filter.Term(p, Filter.Reach.IN, each(name, value, v -> Parts.set(name, v)));
      case "not-in" ->
          new Filter.Not(
              new Filter.Term(p, Filter.Reach.IN, each(name, value, v -> Parts.set(name, v))));
      case "below" ->
          new Filter.Term(p, Filter.Reach.BELOW, each(name, value, v -> Parts.code(name, v)));
      case "above" ->
          new Filter.Term(p, Filter.Reach.ABOVE, each(name, value, v -> Parts.code(name, v)));
      case "text" -> new Filter.Called(p, each(name, value, v -> Parts.given(name, v)));
      case "of-type" -> new Filter.OfType(p, each(name, value, v -> Parts.typed(name, v)));
      default -> throw modifier(p, modifier);
    };
  }

  private Filter reference(SearchParameter p, String modifier, String name, String value) {
    if (modifier.equals("identifier")) {
      return new Filter.Logical(p, each(name, value, v -> Parts.code(name, v)));
    }
    boolean isType = Shapes.R4.resource(modifier).isPresent();
    if (!modifier.isEmpty() && !isType) throw modifier(p, modifier);
    Optional<String> type = isType ? Optional.of(modifier) : Optional.empty();
    Set<String> types = targets(p);
    return new Filter.Reference(
        p,
        each(name, value, v -> Parts.targets(name, v, p, types, type, base)).stream()
            .flatMap(List::stream)
            .toList());
  }

  /** The types a reference may name. */
  static Set<String> targets(SearchParameter p) {
    var only = new LinkedHashSet<String>();
    for (Source source : p.sources()) if (!source.only().isEmpty()) only.add(source.only());
    if (!only.isEmpty()) return only;
    return p.targets().isEmpty() ? new LinkedHashSet<>(Shapes.R4.resources()) : p.targets();
  }

  private List<Filter> components(SearchParameter p, String name, String value) {
    List<String> sides = Escapes.split(value, '$');
    var kinds = p.sources().getFirst().components();
    if (sides.size() != kinds.size()) {
      throw Parts.bad(name, "%d values separated by $".formatted(kinds.size()));
    }
    var filters = new ArrayList<Filter>();
    for (int at = 0; at < sides.size(); at++) {
      SearchKind kind = kinds.get(at).kind();
      var component = new SearchParameter(p.type(), p.code(), kind, List.of(), Set.of(), p.url());
      filters.add(plain(component, "", name, sides.get(at)));
    }
    return filters;
  }

  private Filter chain(String type, String head, String rest, String value, int depth) {
    int colon = head.indexOf(':');
    SearchParameter p = parameter(type, colon < 0 ? head : head.substring(0, colon));
    if (p.kind() != SearchKind.REFERENCE) {
      throw new Refused.Thrown(
          "bad-chain", p.code() + " is no reference: nothing can be chained to it.");
    }
    Set<String> types = targets(p);
    if (colon >= 0) {
      String wanted = head.substring(colon + 1);
      if (!types.contains(wanted)) throw modifier(p, wanted);
      types = Set.of(wanted);
    }
    Map<String, Filter> byType = new LinkedHashMap<>();
    Optional<Refused.Thrown> first = Optional.empty();
    for (String target : types) {
      try {
        byType.put(target, read(target, rest, value, depth + 1));
      } catch (Refused.Thrown e) {
        if (!NOT_OF_TYPE.contains(e.refused.code())) throw e;
        if (first.isEmpty()) first = Optional.of(e);
      }
    }
    if (byType.isEmpty()) {
      throw first.orElseThrow(() -> unsupported(name(head)));
    }
    return new Filter.Chain(p, byType);
  }

  private Filter has(String type, String name, String value, int depth) {
    String[] parts = name.split(":", 4);
    if (parts.length < 4) throw Parts.bad("_has", "_has:Type:reference:parameter=value");
    if (Shapes.R4.resource(parts[1]).isEmpty()) {
      throw new Refused.Thrown("unknown-type", "_has names a type that R4 does not have.");
    }
    if (Views.areOf(parts[1])) throw Views.refused("_has", parts[1]);
    SearchParameter p = parameter(parts[1], parts[2]);
    if (p.kind() != SearchKind.REFERENCE || !targets(p).contains(type)) {
      throw new Refused.Thrown(
          "bad-chain", "%s of %s does not refer to %s.".formatted(p.code(), parts[1], type));
    }
    return new Filter.Has(p, read(parts[1], parts[3], value, depth + 1));
  }

  /** Several types that a filter means. */
  static List<String> types(String value) {
    return Arrays.stream(value.split(",")).distinct().toList();
  }
}
