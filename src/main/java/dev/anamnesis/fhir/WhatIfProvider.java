package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.r4.model.Parameters;

/** The operation over time that is about the whole server. */
public final class WhatIfProvider {

  private final TimeOperations operations;

  WhatIfProvider(TimeOperations operations) {
    this.operations = operations;
  }

  @Operation(name = "$what-if", manualRequest = true)
  public Parameters whatIf(RequestDetails request) {
    operations
        .whatIf()
        .answer(IncomingBody.sentDocument(request), IncomingBody.asked(request))
        .on(request);
    return new Parameters();
  }
}
