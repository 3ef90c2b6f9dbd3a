package dev.anamnesis.fhir.search;

import dev.anamnesis.fhir.Ids;
import dev.anamnesis.projection.ResourceTypes;
import java.util.Optional;

/** What a search is about, by its path. */
public sealed interface SearchPath {

  record Whole() implements SearchPath {}

  record Type(String type) implements SearchPath {}

  /**
   * @param type empty for all types in it
   */
  record Compartment(String owner, String id, Optional<String> type) implements SearchPath {}

  /** Empty where the path is no search's. */
  static Optional<SearchPath> of(String path, ResourceTypes types) {
    String cut =
        path.equals("_search")
            ? ""
            : path.endsWith("/_search") ? path.substring(0, path.length() - 8) : path;
    if (cut.isEmpty()) return Optional.of(new Whole());
    String[] parts = cut.split("/", -1);
    if (!types.knows(parts[0])) return Optional.empty();
    if (parts.length == 1) return Optional.of(new Type(parts[0]));
    boolean all = parts.length == 3 && parts[2].equals("*");
    if (parts.length != 3 || !all && !types.knows(parts[2])) return Optional.empty();
    if (!Ids.is(parts[1])) return Optional.empty();
    return Optional.of(
        new Compartment(parts[0], parts[1], all ? Optional.empty() : Optional.of(parts[2])));
  }
}
