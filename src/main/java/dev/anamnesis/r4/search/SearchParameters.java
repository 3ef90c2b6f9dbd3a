package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Shapes;
import dev.anamnesis.r4.search.SearchParameter.Component;
import dev.anamnesis.r4.search.SearchParameter.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The search parameters of every type; R4's own are read once from {@code r4/search.txt}. */
public final class SearchParameters {

  /** Members of HumanName and Address, all of which a search of the whole looks at. */
  private static final Pattern PART =
      Pattern.compile(
          "(.*)\\.(family|given|prefix|suffix|text|line|city|district|state|postalCode|country) string");

  public static final SearchParameters R4 = new SearchParameters(Lines.of("/r4/search.txt"));

  private static final String ALL = "Resource";

  private final Map<String, Map<String, SearchParameter>> byType = new HashMap<>();
  private final Map<String, List<Source>> sources = new HashMap<>();
  private final Map<String, Map<String, Integer>> ordinals = new HashMap<>();
  private final Map<String, List<Reader>> readers = new ConcurrentHashMap<>();

  /** Of texts: from a part's source to the whole's. */
  private final Map<Long, Long> wholes = new HashMap<>();

  private final List<SearchParameter> all;
  private final List<String> own;
  private final long number;
  private final Map<String, Set<String>> coming = new HashMap<>();

  private SearchParameters(List<String> lines) {
    this(
        lines.stream().map(line -> parameter(line.split("\t", -1))).toList(),
        List.of(),
        Hash.of(String.join("\n", lines)));
  }

  private SearchParameters(List<SearchParameter> all, List<String> own, long number) {
    this.all = List.copyOf(all);
    this.own = List.copyOf(own);
    this.number = number;
    var common = all.stream().filter(parameter -> parameter.type().equals(ALL)).toList();
    for (String type : Shapes.R4.resources()) {
      var of = byType.computeIfAbsent(type, t -> new TreeMap<>());
      for (SearchParameter parameter : common) of.put(parameter.code(), ofType(parameter, type));
    }
    for (SearchParameter parameter : all) {
      if (byType.get(parameter.type()) instanceof Map<String, SearchParameter> of) {
        of.put(parameter.code(), parameter);
      }
    }
    byType.forEach(
        (type, of) -> {
          sources.put(type, sources(of));
          join(sources(type));
          var numbers = ordinals.computeIfAbsent(type, t -> new HashMap<>());
          for (String code : of.keySet()) numbers.put(code, numbers.size());
        });
  }

  /**
   * These with others, which win over those of the same type and code.
   *
   * @param texts the others as they were written
   */
  SearchParameters with(List<SearchParameter> others, List<String> texts) {
    if (others.isEmpty()) return this;
    var more = new ArrayList<>(all);
    more.addAll(others);
    var names = new StringBuilder().append(number);
    for (SearchParameter parameter : others) {
      names.append(' ').append(parameter.type()).append(' ').append(parameter.code());
      for (Source source : parameter.sources()) names.append(' ').append(source.name());
    }
    return new SearchParameters(more, texts, Hash.of(names.toString()));
  }

  /**
   * While rows are by these and others are wanted: what both have, by the rows there are. What the
   * others have besides, or read elsewhere, {@linkplain #isComing is coming}.
   */
  public SearchParameters until(SearchParameters others) {
    var both = new SearchParameters(all, own, number);
    for (String type : Shapes.R4.resources()) {
      Map<String, SearchParameter> wanted = others.of(type);
      both.byType
          .getOrDefault(type, Map.of())
          .values()
          .removeIf(p -> !p.reads(wanted.get(p.code())));
      var missing = new TreeSet<>(wanted.keySet());
      missing.removeAll(both.of(type).keySet());
      both.coming.put(type, missing);
    }
    return both;
  }

  /** Nothing can be searched by it yet. */
  public boolean isComing(String type, String code) {
    return coming.getOrDefault(type, Set.of()).contains(code);
  }

  /** The SearchParameters besides R4's own, as they were written. */
  public List<String> own() {
    return own;
  }

  /** Its values are told apart by the resource's own type. */
  private static SearchParameter ofType(SearchParameter parameter, String type) {
    var sources =
        parameter.sources().stream()
            .map(
                s ->
                    new Source(
                        type + ": " + s.name(), s.kind(), s.steps(), s.only(), s.components()))
            .toList();
    return new SearchParameter(
        type, parameter.code(), parameter.kind(), sources, parameter.targets(), parameter.url());
  }

  private static List<Source> sources(Map<String, SearchParameter> of) {
    var byName = new LinkedHashMap<String, Source>();
    for (SearchParameter parameter : of.values()) {
      for (Source source : parameter.sources()) byName.putIfAbsent(source.name(), source);
    }
    return List.copyOf(byName.values());
  }

  private static SearchParameter parameter(String[] cells) {
    SearchKind kind = SearchKind.of(cells[2]);
    var sources = new ArrayList<Source>();
    if (kind != SearchKind.SPECIAL) {
      for (String leaf : cells[3].split(" \\| ")) sources.add(source(leaf, kind, cells[5]));
    }
    Set<String> targets =
        cells[4].isEmpty() || cells[4].equals("*") ? Set.of() : Set.of(cells[4].split(","));
    return new SearchParameter(cells[0], cells[1], kind, sources, targets, cells[6]);
  }

  private static Source source(String leaf, SearchKind kind, String components) {
    Steps steps =
        Steps.ofResource(leaf)
            .orElseThrow(() -> new IllegalStateException("not compiled: " + leaf));
    String place = leaf.replaceFirst("\\.where\\(resolve\\(\\) is \\w+\\)$", "");
    String name = place + ' ' + kind.code() + (components.isEmpty() ? "" : " " + components);
    return new Source(name, kind, steps.withoutOnly(), steps.only(), components(components));
  }

  private static List<Component> components(String text) {
    if (text.isEmpty()) return List.of();
    return Arrays.stream(text.split(";")).map(SearchParameters::component).toList();
  }

  private static Component component(String text) {
    int equals = text.indexOf('=');
    List<Steps> steps =
        Arrays.stream(text.substring(equals + 1).split(" \\| "))
            .map(
                path ->
                    Steps.relative(path)
                        .orElseThrow(() -> new IllegalStateException("not compiled: " + path)))
            .toList();
    return new Component(SearchKind.of(text.substring(0, equals)), steps);
  }

  /** Tells these definitions from others. */
  public long number() {
    return number;
  }

  public Optional<SearchParameter> find(String type, String code) {
    return Optional.ofNullable(of(type).get(code));
  }

  /** By code, in order; those of all types among them. */
  public Map<String, SearchParameter> of(String type) {
    return Collections.unmodifiableMap(byType.getOrDefault(type, Map.of()));
  }

  /**
   * A search of a whole name or address is one of its parts too: what stands in a part that has a
   * parameter of its own need not be kept for the whole again.
   */
  private void join(List<Source> sources) {
    for (Source part : sources) {
      Matcher path = PART.matcher(part.name());
      if (!path.matches()) continue;
      for (Source whole : sources) {
        if (whole.name().equals(path.group(1) + " string")) wholes.put(part.id(), whole.id());
      }
    }
  }

  /** From the sources of parts of names and addresses to those of the wholes. */
  public Map<Long, Long> wholes() {
    return Collections.unmodifiableMap(wholes);
  }

  /** Of a text, with the sources of its parts, which its values may be kept under. */
  public SearchParameter withParts(SearchParameter parameter) {
    if (parameter.kind() != SearchKind.STRING) return parameter;
    var all = new LinkedHashSet<>(parameter.sources());
    for (Source part : sources(parameter.type())) {
      if (wholes.get(part.id()) instanceof Long whole
          && parameter.sources().stream().anyMatch(source -> source.id() == whole)) {
        all.add(part);
      }
    }
    return new SearchParameter(
        parameter.type(),
        parameter.code(),
        parameter.kind(),
        List.copyOf(all),
        parameter.targets(),
        parameter.url());
  }

  /**
   * That a parameter reads a place.
   *
   * @param source the place's index among {@link #sources}
   * @param only the one type its references count for; empty for any
   */
  record Reader(int source, String only, int ordinal) {}

  /** What a type's parameters read. */
  List<Reader> readers(String type) {
    List<Reader> known = readers.get(type);
    return known == null ? readers.computeIfAbsent(type, this::reading) : known;
  }

  private List<Reader> reading(String type) {
    var places = sources(type).stream().map(Source::name).toList();
    var reading = new ArrayList<Reader>();
    for (SearchParameter parameter : of(type).values()) {
      for (Source source : parameter.sources()) {
        int place = places.indexOf(source.name());
        reading.add(new Reader(place, source.only(), ordinal(type, parameter.code())));
      }
    }
    return List.copyOf(reading);
  }

  /** The places a type's parameters read, each once. */
  List<Source> sources(String type) {
    return sources.getOrDefault(type, List.of());
  }

  /** The parameter's number within its type, from 0, for a set of bits. */
  public int ordinal(String type, String code) {
    return ordinals.getOrDefault(type, Map.of()).getOrDefault(code, -1);
  }
}
