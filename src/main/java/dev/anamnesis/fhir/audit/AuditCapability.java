package dev.anamnesis.fhir.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** What the CapabilityStatement says of AuditEvent. */
public final class AuditCapability {

  private static final Map<String, SearchParamType> PARAMETERS = new LinkedHashMap<>();

  static {
    PARAMETERS.put("_id", SearchParamType.TOKEN);
    PARAMETERS.put("_lastUpdated", SearchParamType.DATE);
    PARAMETERS.put("action", SearchParamType.TOKEN);
    PARAMETERS.put("address", SearchParamType.STRING);
    PARAMETERS.put("agent", SearchParamType.REFERENCE);
    PARAMETERS.put("agent-name", SearchParamType.STRING);
    PARAMETERS.put("agent-role", SearchParamType.TOKEN);
    PARAMETERS.put("altid", SearchParamType.TOKEN);
    PARAMETERS.put("date", SearchParamType.DATE);
    PARAMETERS.put("entity", SearchParamType.REFERENCE);
    PARAMETERS.put("entity-name", SearchParamType.STRING);
    PARAMETERS.put("entity-role", SearchParamType.TOKEN);
    PARAMETERS.put("entity-type", SearchParamType.TOKEN);
    PARAMETERS.put("outcome", SearchParamType.TOKEN);
    PARAMETERS.put("patient", SearchParamType.REFERENCE);
    PARAMETERS.put("policy", SearchParamType.URI);
    PARAMETERS.put("site", SearchParamType.TOKEN);
    PARAMETERS.put("source", SearchParamType.REFERENCE);
    PARAMETERS.put("subtype", SearchParamType.TOKEN);
    PARAMETERS.put("type", SearchParamType.TOKEN);
  }

  private AuditCapability() {}

  /**
   * @param definitions the base of OperationDefinitions
   */
  public static void describePatient(
      CapabilityStatementRestResourceComponent resource, String definitions) {
    resource
        .addOperation()
        .setName("accounting-of-disclosures")
        .setDefinition(definitions + "Patient-accounting-of-disclosures");
  }

  public static void describe(CapabilityStatementRestResourceComponent resource) {
    resource.setVersioning(ResourceVersionPolicy.VERSIONED);
    resource.setReadHistory(false).setUpdateCreate(false);
    resource.addInteraction().setCode(TypeRestfulInteraction.READ);
    resource.addInteraction().setCode(TypeRestfulInteraction.VREAD);
    resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
    resource.addSearchInclude("AuditEvent:agent").addSearchInclude("AuditEvent:entity");
    resource.addSearchInclude("AuditEvent:patient");
    PARAMETERS.forEach(
        (name, type) -> {
          var parameter = resource.addSearchParam().setName(name).setType(type);
          parameter.setDefinition(
              "http://hl7.org/fhir/SearchParameter/"
                  + (name.startsWith("_")
                      ? "Resource-" + name.substring(1)
                      : "AuditEvent-" + name));
        });
  }
}
