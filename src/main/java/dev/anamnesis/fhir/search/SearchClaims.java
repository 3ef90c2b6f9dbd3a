package dev.anamnesis.fhir.search;

import dev.anamnesis.r4.search.SearchKind;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** What the CapabilityStatement says of search. */
public final class SearchClaims {

  /** The definition of {@code _asOf}, as {@code conformance/} has it. */
  static final String AS_OF = "https://anamnesis.dev/fhir/SearchParameter/as-of";

  private static final List<String> COMPARTMENTS =
      List.of("device", "encounter", "patient", "practitioner", "relatedPerson");

  private final SearchParameters parameters;
  private final Map<String, TreeSet<String>> referring = new HashMap<>();

  public SearchClaims(SearchParameters parameters, List<String> types) {
    this.parameters = parameters;
    for (String type : types) {
      // Views of the access log, which are found by their own search alone.
      if (type.equals("AuditEvent")) continue;
      for (SearchParameter p : parameters.of(type).values()) {
        if (p.kind() != SearchKind.REFERENCE) continue;
        for (String target : p.targets()) {
          referring.computeIfAbsent(target, t -> new TreeSet<>()).add(type + ':' + p.code());
        }
      }
    }
  }

  public void system(CapabilityStatementRestComponent rest) {
    rest.addInteraction().setCode(SystemRestfulInteraction.SEARCHSYSTEM);
    for (String compartment : COMPARTMENTS) {
      rest.addCompartment("http://hl7.org/fhir/CompartmentDefinition/" + compartment);
    }
    rest.addSearchParam(asOf());
    for (SearchParameter p : parameters.of("Basic").values()) {
      if (p.code().startsWith("_")) rest.addSearchParam(claim(p));
    }
  }

  public void type(CapabilityStatementRestResourceComponent resource) {
    String type = resource.getType();
    resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
    resource.addSearchInclude("*");
    for (SearchParameter p : parameters.of(type).values()) {
      if (p.kind() == SearchKind.SPECIAL) continue;
      resource.addSearchParam(claim(p));
      if (p.kind() == SearchKind.REFERENCE) resource.addSearchInclude(type + ':' + p.code());
    }
    resource.addSearchParam(asOf());
    referring.getOrDefault(type, new TreeSet<>()).forEach(resource::addSearchRevInclude);
    if (type.equals("AuditEvent")) return;
    resource.setConditionalCreate(true).setConditionalUpdate(true);
    resource.setConditionalDelete(ConditionalDeleteStatus.SINGLE);
  }

  private static CapabilityStatementRestResourceSearchParamComponent claim(SearchParameter p) {
    return new CapabilityStatementRestResourceSearchParamComponent()
        .setName(p.code())
        .setType(SearchParamType.fromCode(p.kind().code()))
        .setDefinition(p.url());
  }

  private static CapabilityStatementRestResourceSearchParamComponent asOf() {
    return new CapabilityStatementRestResourceSearchParamComponent()
        .setName("_asOf")
        .setType(SearchParamType.DATE)
        .setDefinition(AS_OF)
        .setDocumentation("The answer as it was at this instant; on reads and searches.");
  }
}
