package dev.anamnesis.fhir.search;

import dev.anamnesis.projection.search.Filter;
import dev.anamnesis.r4.search.Compartments;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is in someone's compartment, by type (https://hl7.org/fhir/R4/compartmentdefinition.html).
 */
final class InCompartment {

  private InCompartment() {}

  static Map<String, List<Filter>> of(SearchParameters parameters, String owner, String id) {
    var within = new LinkedHashMap<String, List<Filter>>();
    Compartments.of(owner)
        .forEach(
            (type, codes) -> {
              List<SearchParameter> by =
                  codes.stream().flatMap(code -> parameters.find(type, code).stream()).toList();
              if (!by.isEmpty()) within.put(type, List.of(new Filter.Within(owner, id, by)));
            });
    return within;
  }
}
