package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import dev.anamnesis.fhir.audit.AuditAnswers;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;

/** Who was shown something of a patient. */
public final class AccountingProvider implements IResourceProvider {

  private final AuditAnswers answers;

  AccountingProvider(AuditAnswers answers) {
    this.answers = answers;
  }

  @Override
  public Class<Patient> getResourceType() {
    return Patient.class;
  }

  @Operation(name = "$accounting-of-disclosures", idempotent = true, manualRequest = true)
  public Bundle disclosures(@IdParam IdType id, RequestDetails request) {
    answers.disclosures(Ids.checked(id.getIdPart()), IncomingBody.asked(request)).on(request);
    return new Bundle();
  }
}
