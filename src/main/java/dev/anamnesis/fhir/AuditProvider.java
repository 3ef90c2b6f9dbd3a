package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Patch;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import dev.anamnesis.fhir.audit.AuditAnswers;
import java.util.Optional;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.IdType;

/** AuditEvent: read here, searched like all types, written by nobody. */
public final class AuditProvider implements IResourceProvider {

  private final AuditAnswers answers;

  AuditProvider(AuditAnswers answers) {
    this.answers = answers;
  }

  @Override
  public Class<AuditEvent> getResourceType() {
    return AuditEvent.class;
  }

  @Read(version = true)
  public AuditEvent read(@IdParam IdType id, RequestDetails request) {
    Optional<String> version =
        id.hasVersionIdPart() ? Optional.of(id.getVersionIdPart()) : Optional.empty();
    answers.read(id.getIdPart(), version, Ask.of(request)).on(request);
    return new AuditEvent();
  }

  /** Refused before it comes here. */
  @Create
  public MethodOutcome create(@ResourceParam AuditEvent event) {
    throw Outcomes.auditIsOurs();
  }

  @Update
  public MethodOutcome update(@IdParam IdType id, @ResourceParam AuditEvent event) {
    throw Outcomes.auditIsOurs();
  }

  @Patch
  public MethodOutcome patch(@IdParam IdType id, PatchTypeEnum format, @ResourceParam String body) {
    throw Outcomes.auditIsOurs();
  }

  @Delete
  public MethodOutcome delete(@IdParam IdType id) {
    throw Outcomes.auditIsOurs();
  }
}
