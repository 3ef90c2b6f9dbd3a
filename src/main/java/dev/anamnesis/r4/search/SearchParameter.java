package dev.anamnesis.r4.search;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One search parameter of one resource type.
 *
 * @param type the resource type
 * @param sources where its values come from; several where its expression is a union
 * @param targets the types its references may name; empty for any
 */
public record SearchParameter(
    String type,
    String code,
    SearchKind kind,
    List<Source> sources,
    Set<String> targets,
    String url) {

  public SearchParameter {
    sources = List.copyOf(sources);
    targets = Set.copyOf(targets);
  }

  /** Its values are codes of code systems, few of which differ. */
  public boolean isListed() {
    return sources.stream().allMatch(source -> Types.isListed(type, source.steps()));
  }

  /** Whether another, if there is one, has the same values. */
  boolean reads(@Nullable SearchParameter other) {
    return other != null
        && kind == other.kind
        && sources.stream()
            .map(Source::name)
            .toList()
            .equals(other.sources.stream().map(Source::name).toList());
  }

  /**
   * A place values come from. Parameters that read the same place share it, and its rows.
   *
   * @param name tells it from all others; rows are keyed by its hash
   * @param steps how to get there
   * @param only the one type its references count for, as in {@code where(resolve() is Patient)};
   *     empty for any
   * @param id a number of 64 bits for the name
   */
  public record Source(
      String name, SearchKind kind, Steps steps, String only, List<Component> components, long id) {
    public Source {
      components = List.copyOf(components);
    }

    Source(String name, SearchKind kind, Steps steps, String only, List<Component> components) {
      this(name, kind, steps, only, components, Hash.of(name));
    }
  }

  /** A part of a composite, relative to the composite's place. */
  public record Component(SearchKind kind, List<Steps> steps) {
    public Component {
      steps = List.copyOf(steps);
    }
  }
}
