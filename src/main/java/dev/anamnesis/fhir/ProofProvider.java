package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.fhir.audit.AuditProofs;
import org.hl7.fhir.r4.model.Parameters;

/** Proofs over log and access log. */
public final class ProofProvider {

  private final AuditProofs proofs;

  ProofProvider(AuditProofs proofs) {
    this.proofs = proofs;
  }

  @Operation(name = "$audit-proof", idempotent = true, manualRequest = true)
  public Parameters proof(RequestDetails request) {
    proofs.answer(IncomingBody.asked(request)).on(request);
    return new Parameters();
  }
}
