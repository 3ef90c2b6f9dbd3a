package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Query.SortKey;
import dev.anamnesis.projection.search.Query.Total;
import dev.anamnesis.r4.search.SearchKind;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the parameters of a search (https://hl7.org/fhir/R4/search.html). */
public final class QueryReader {

  public static final int DEFAULT_COUNT = 50;
  public static final int MOST = 1000;

  /** More parameters than this are no search of a person's. */
  private static final int MOST_PARAMETERS = 100;

  private static final int MOST_SORT_KEYS = 5;
  private static final Set<String> FORMATS = Set.of("_format", "_pretty", "_summary", "_elements");

  private static final Set<String> IGNORABLE =
      Set.of("unknown-parameter", "unsupported-modifier", "not-supported", "bad-chain");

  private final SearchParameters parameters;

  public QueryReader(SearchParameters parameters) {
    this.parameters = parameters;
  }

  /** A query that was understood, or why it was not. */
  public sealed interface Reading {
    record Understood(Query query) implements Reading {}

    record NotUnderstood(Refused why) implements Reading {}
  }

  /**
   * @param types one, or those a search of the system is about
   * @param within what all must be in besides, such as a compartment, by type
   * @param lenient what is not understood is left out
   * @param base the server's own URL
   */
  public Reading read(
      List<String> types,
      Map<String, List<Filter>> within,
      Map<String, List<String>> sent,
      boolean lenient,
      String base) {
    try {
      return new Reading.Understood(new Pass(types, within, lenient, base).query(sent));
    } catch (Refused.Thrown e) {
      return new Reading.NotUnderstood(e.refused);
    }
  }

  /** One reading, with what it has found so far. */
  private final class Pass {
    private final List<String> types;
    private final boolean lenient;
    private final FilterReader reader;
    private final Map<String, List<Filter>> filters = new LinkedHashMap<>();
    private final List<SortKey> sort = new ArrayList<>();
    private final List<Query.Include> includes = new ArrayList<>();
    private final List<Map.Entry<String, String>> understood = new ArrayList<>();
    private final List<Refused> ignored = new ArrayList<>();
    private int count = DEFAULT_COUNT;
    private Total total = Total.NONE;
    private Optional<Instant> asOf = Optional.empty();
    private Optional<Query.Cursor> from = Optional.empty();

    Pass(List<String> types, Map<String, List<Filter>> within, boolean lenient, String base) {
      this.types = types;
      this.lenient = lenient;
      this.reader = new FilterReader(parameters, base);
      for (String type : types) {
        var of = filters.computeIfAbsent(type, t -> new ArrayList<>());
        of.addAll(within.getOrDefault(type, List.of()));
      }
    }

    Query query(Map<String, List<String>> sent) {
      if (sent.values().stream().mapToInt(List::size).sum() > MOST_PARAMETERS) {
        throw new Refused.Thrown(
            "too-many-parameters",
            "A search takes %d parameters at most.".formatted(MOST_PARAMETERS));
      }
      sent.forEach((name, values) -> values.forEach(value -> parameter(name, value)));
      boolean counts = sent.getOrDefault("_summary", List.of()).contains("count");
      if (counts) total = Total.ACCURATE;
      return new Query(
          filters, sort, counts ? 0 : count, total, includes, asOf, from, understood, ignored);
    }

    private void parameter(String name, String value) {
      try {
        read(name, value);
        String taken = name.equals("_count") ? Integer.toString(count) : value;
        if (!name.equals("_cursor")) understood.add(Map.entry(name, taken));
      } catch (Refused.Thrown e) {
        if (!lenient || !IGNORABLE.contains(e.refused.code())) throw e;
        ignored.add(e.refused);
      }
    }

    private void read(String name, String value) {
      switch (name) {
        case "_count" -> count = count(value);
        case "_total" -> total = total(value);
        case "_sort" -> sort(value);
        case "_asOf" -> asOf = Optional.of(once(asOf, name, () -> instant(value)));
        case "_cursor" -> from = Optional.of(once(from, name, () -> Cursors.read(value)));
        case "_include", "_include:iterate", "_revinclude", "_revinclude:iterate" ->
            includes.add(new IncludeReader(parameters).read(name, value, types));
        case "_contained" -> {
          if (!value.equals("false"))
            throw new Refused.Thrown(
                "not-supported", "This server does not search contained resources.");
        }
        default -> {
          if (FORMATS.contains(name)) return;
          filters.forEach((type, of) -> of.add(reader.read(type, name, value)));
        }
      }
    }

    private static <T> T once(Optional<T> before, String name, Supplier<T> read) {
      if (before.isPresent()) {
        throw new Refused.Thrown("bad-parameter", name + " is given more than once.");
      }
      return read.get();
    }

    private void sort(String value) {
      if (!sort.isEmpty())
        throw new Refused.Thrown("bad-parameter", "_sort is given more than once.");
      for (String key : value.split(",", -1)) {
        boolean descending = key.startsWith("-");
        var by = parameters.withParts(sortable(descending ? key.substring(1) : key));
        sort.add(new SortKey(by, descending));
      }
      if (sort.size() > MOST_SORT_KEYS) {
        throw new Refused.Thrown(
            "bad-parameter", "_sort takes %d keys at most.".formatted(MOST_SORT_KEYS));
      }
    }

    private SearchParameter sortable(String code) {
      SearchParameter parameter = null;
      for (String type : types) {
        String of = type;
        parameter =
            parameters
                .find(type, code)
                .filter(p -> types.size() == 1 || code.equals("_lastUpdated") || code.equals("_id"))
                .orElseThrow(
                    () ->
                        FilterReader.unknown(
                            parameters,
                            of,
                            code,
                            "_sort does not know " + FilterReader.name(code) + " here."));
      }
      if (parameter == null || !isSortable(parameter)) {
        throw new Refused.Thrown(
            "not-supported", "This server does not sort by " + FilterReader.name(code) + ".");
      }
      return parameter;
    }
  }

  private static boolean isSortable(SearchParameter parameter) {
    return switch (parameter.kind()) {
      case DATE, NUMBER, QUANTITY, STRING, URI -> true;
      case TOKEN -> parameter.code().equals("_id") || parameter.isListed();
      case REFERENCE, COMPOSITE, SPECIAL -> false;
    };
  }

  private static int count(String value) {
    if (!value.matches("\\d{1,9}")) throw Parts.bad("_count", "a whole number from 0");
    return Math.min(MOST, Integer.parseInt(value));
  }

  private static Total total(String value) {
    return switch (value) {
      case "none" -> Total.NONE;
      case "estimate" -> Total.ESTIMATE;
      case "accurate" -> Total.ACCURATE;
      default -> throw Parts.bad("_total", "none, estimate or accurate");
    };
  }

  private static Instant instant(String value) {
    return AsOf.instant(value)
        .orElseThrow(() -> Parts.bad("_asOf", "an instant, such as 2026-01-31T08:00:00.000Z"));
  }

  static boolean isReference(SearchParameter parameter) {
    return parameter.kind() == SearchKind.REFERENCE;
  }
}
