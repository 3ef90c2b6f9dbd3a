package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Query.Include;
import dev.anamnesis.r4.Shapes;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code _include} and {@code _revinclude} (https://hl7.org/fhir/R4/search.html#include). */
final class IncludeReader {

  private final SearchParameters parameters;

  IncludeReader(SearchParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * @param types the types that are searched
   */
  Include read(String name, String value, List<String> types) {
    boolean reverse = name.startsWith("_rev");
    boolean iterate = name.endsWith(":iterate");
    if (value.equals("*")) {
      if (reverse)
        throw new Refused.Thrown(
            "not-supported", "_revinclude names a type: _revinclude=Observation:*.");
      return new Include(false, iterate, Optional.empty(), Optional.empty(), Set.of());
    }
    String[] parts = value.split(":", -1);
    if (parts.length < 2 || parts.length > 3)
      throw Parts.bad(name, "Type:parameter or Type:parameter:Target");
    for (String type : parts.length == 3 ? List.of(parts[0], parts[2]) : List.of(parts[0])) {
      if (Shapes.R4.resource(type).isEmpty()) {
        throw new Refused.Thrown("unknown-type", name + " names a type that R4 does not have.");
      }
    }
    if (reverse && parts[0].equals("AuditEvent")) throw Views.refused(name, parts[0]);
    Set<String> targets = parts.length == 3 ? Set.of(parts[2]) : Set.of();
    if (parts[1].equals("*")) {
      return new Include(reverse, iterate, Optional.of(parts[0]), Optional.empty(), targets);
    }
    SearchParameter parameter =
        parameters
            .find(parts[0], parts[1])
            .filter(QueryReader::isReference)
            .orElseThrow(
                () ->
                    FilterReader.unknown(
                        parameters,
                        parts[0],
                        parts[1],
                        "%s has no reference parameter %s."
                            .formatted(parts[0], FilterReader.name(parts[1]))));
    if (!FilterReader.targets(parameter).containsAll(targets)) {
      throw Parts.bad(name, "a target that %s may refer to".formatted(parts[1]));
    }
    return new Include(reverse, iterate, Optional.of(parts[0]), Optional.of(parts[1]), targets);
  }
}
