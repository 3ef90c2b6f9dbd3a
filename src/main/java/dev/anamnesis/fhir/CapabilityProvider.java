package dev.anamnesis.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.fhir.audit.AuditCapability;
import dev.anamnesis.fhir.search.SearchClaims;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.r4.search.Compartments;
import dev.anamnesis.r4.search.SearchParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;

/** Claims exactly what works; made once, then served as text. */
public final class CapabilityProvider {

  private static final List<TypeRestfulInteraction> READS =
      List.of(
          TypeRestfulInteraction.READ,
          TypeRestfulInteraction.VREAD,
          TypeRestfulInteraction.HISTORYINSTANCE,
          TypeRestfulInteraction.HISTORYTYPE);
  private static final List<TypeRestfulInteraction> WRITES =
      List.of(
          TypeRestfulInteraction.CREATE,
          TypeRestfulInteraction.UPDATE,
          TypeRestfulInteraction.PATCH,
          TypeRestfulInteraction.DELETE);

  private static final List<String> META = List.of("meta", "meta-add", "meta-delete");

  /** What their canonical URLs begin with; the definitions are in conformance/operations. */
  private static final String OPERATIONS = "https://anamnesis.dev/fhir/OperationDefinition/";

  private final KeptText text;

  CapabilityProvider(
      FhirContext context, ResourceTypes types, SearchParameters parameters, Instant started) {
    this.text =
        new KeptText(
            context.newJsonParser().encodeResourceToString(statement(types, parameters, started)));
  }

  /** Not kept by HAPI: what it keeps is the bare resource, without the text. */
  @Metadata(cacheMillis = 0)
  public CapabilityStatement metadata(HttpServletRequest servlet, RequestDetails request) {
    answer().on(request);
    return new CapabilityStatement();
  }

  KeptText text() {
    return text;
  }

  Answer answer() {
    return Answer.ok(text.json());
  }

  private static CapabilityStatement statement(
      ResourceTypes types, SearchParameters parameters, Instant started) {
    var search = new SearchClaims(parameters, types.names());
    var statement = new CapabilityStatement();
    statement.setStatus(PublicationStatus.ACTIVE).setDate(Date.from(started));
    statement.setKind(CapabilityStatementKind.INSTANCE).setFhirVersion(FHIRVersion._4_0_1);
    statement.addFormat("application/fhir+json").addFormat("application/fhir+xml");
    statement.addPatchFormat("application/json-patch+json");
    statement.addPatchFormat("application/fhir+json").addPatchFormat("application/fhir+xml");
    statement.getSoftware().setName("Anamnesis");
    statement.getImplementation().setDescription("A FHIR R4 server whose history is the record");
    var rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
    rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
    rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    rest.addInteraction().setCode(SystemRestfulInteraction.HISTORYSYSTEM);
    rest.addOperation()
        .setName("meta")
        .setDefinition("http://hl7.org/fhir/OperationDefinition/Resource-meta");
    rest.addOperation().setName("what-if").setDefinition(OPERATIONS + "what-if");
    rest.addOperation().setName("audit-proof").setDefinition(OPERATIONS + "audit-proof");
    search.system(rest);
    for (String name : types.names()) {
      var resource = resource(rest, name);
      if (!name.equals("AuditEvent")) search.type(resource);
    }
    return statement;
  }

  private static CapabilityStatementRestResourceComponent resource(
      CapabilityStatementRestComponent rest, String name) {
    CapabilityStatementRestResourceComponent resource = rest.addResource().setType(name);
    if (name.equals("AuditEvent")) {
      AuditCapability.describe(resource);
      return resource;
    }
    resource.setVersioning(ResourceVersionPolicy.VERSIONEDUPDATE).setReadHistory(true);
    resource.setUpdateCreate(true);
    READS.forEach(code -> resource.addInteraction().setCode(code));
    WRITES.forEach(code -> resource.addInteraction().setCode(code));
    META.forEach(operation -> operation(resource, operation));
    operation(resource, "validate");
    List.of("facts", "diff", "as-of", "revert")
        .forEach(code -> resource.addOperation().setName(code).setDefinition(OPERATIONS + code));
    if (!Compartments.of(name).isEmpty()) {
      List.of("history", "everything", "diff-record", "revert-record")
          .forEach(code -> resource.addOperation().setName(code).setDefinition(OPERATIONS + code));
    }
    if (name.equals("Provenance")) {
      resource.setDocumentation(
          "Each version has one that is derived from the log, with the id commit- and a number;"
              + " what a write's X-Provenance header says is merged into it. They are found by _id,"
              + " _lastUpdated, agent, patient, recorded and target, by chains from target, patient and"
              + " agent, and in compartments, take _include, are included by"
              + " _revinclude=Provenance:target, :patient and :agent, and are not written by"
              + " clients.");
    }
    if (name.equals("Patient")) AuditCapability.describePatient(resource, OPERATIONS);
    DomainProvider.OPERATIONS
        .getOrDefault(name, List.of())
        .forEach(
            code ->
                resource
                    .addOperation()
                    .setName(code)
                    .setDefinition(OPERATIONS + name + '-' + code));
    return resource;
  }

  private static void operation(CapabilityStatementRestResourceComponent resource, String name) {
    resource
        .addOperation()
        .setName(name)
        .setDefinition("http://hl7.org/fhir/OperationDefinition/Resource-" + name);
  }
}
