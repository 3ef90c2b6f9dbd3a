package dev.anamnesis.r4.search;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.search.SearchParameter.Component;
import dev.anamnesis.r4.search.SearchParameter.Source;
import dev.anamnesis.r4.search.SearchParameters.Reader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** Finds what a resource has for each search parameter of its type. */
public final class Extractor {

  private final SearchParameters parameters;
  private final String base;

  /**
   * @param base the server's own URL: an absolute reference under it is as a relative one; empty
   *     where none is known
   */
  public Extractor(SearchParameters parameters, String base) {
    this.parameters = parameters;
    this.base = base;
  }

  /** A value with the place it was found at. */
  public record Found(Source source, SearchValue value) {}

  /**
   * All of a resource.
   *
   * @param present the ordinals of the parameters it has an element for
   */
  public record Extract(List<Found> found, BitSet present) {
    public Extract {
      found = List.copyOf(found);
    }
  }

  /** Without {@code _id} and {@code _lastUpdated}, which are the log's. */
  public Extract of(String type, Elements elements) {
    var walk = new Walk(type, elements);
    var found = new ArrayList<Found>();
    var nodes = new ArrayList<List<Node>>();
    for (Source source : parameters.sources(type)) {
      List<Node> at = walk.from(null, source.steps());
      nodes.add(at);
      for (Node node : at) {
        for (SearchValue value : values(walk, node, source)) {
          found.add(new Found(source, own(value)));
        }
      }
    }
    return new Extract(found, present(walk, type, nodes));
  }

  /**
   * @param nodes of the type's sources, in their order
   */
  private BitSet present(Walk walk, String type, List<List<Node>> nodes) {
    var present = new BitSet();
    for (Reader reader : parameters.readers(type)) {
      if (reads(walk, nodes.get(reader.source()), reader.only())) present.set(reader.ordinal());
    }
    return present;
  }

  private static boolean reads(Walk walk, List<Node> nodes, String only) {
    if (only.isEmpty()) return !nodes.isEmpty();
    for (Node node : nodes) if (walk.resolvesTo(node, only)) return true;
    return false;
  }

  private static Stream<Node> counted(Walk walk, List<Node> nodes, Source source) {
    return source.only().isEmpty()
        ? nodes.stream()
        : nodes.stream().filter(node -> walk.resolvesTo(node, source.only()));
  }

  /** The elements a parameter speaks of, as its expression selects them. */
  List<Node> elements(SearchParameter parameter, String type, Elements elements) {
    var walk = new Walk(type, elements);
    var found = new ArrayList<Node>();
    for (Source source : parameter.sources()) {
      counted(walk, walk.from(null, source.steps()), source).forEach(found::add);
    }
    return found;
  }

  private SearchValue own(SearchValue value) {
    if (base.isEmpty()) return value;
    if (value instanceof SearchValue.Url(String url) && url.startsWith(base + '/')) {
      return References.literal(url.substring(base.length() + 1))
          .filter(literal -> literal.base().isEmpty())
          .<SearchValue>map(literal -> new SearchValue.Link(literal.type(), literal.id()))
          .orElse(value);
    }
    if (value instanceof SearchValue.Composite(var parts)) {
      return new SearchValue.Composite(
          parts.stream().map(part -> part.stream().map(this::own).toList()).toList());
    }
    return value;
  }

  private static List<SearchValue> values(Walk walk, Node node, Source source) {
    if (source.kind() != SearchKind.COMPOSITE) return Values.of(node, source.kind());
    var parts = new ArrayList<List<SearchValue>>();
    for (Component component : source.components()) {
      var values = new ArrayList<SearchValue>();
      for (Steps steps : component.steps()) {
        for (Node at : walk.from(node, steps)) values.addAll(Values.of(at, component.kind()));
      }
      if (values.isEmpty()) return List.of();
      parts.add(values);
    }
    return List.of(new SearchValue.Composite(parts));
  }
}
