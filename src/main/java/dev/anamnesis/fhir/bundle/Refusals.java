package dev.anamnesis.fhir.bundle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.bundle.BundleAnswer.Each;
import java.util.Optional;

/** Refusals as an entry's own answer: its status, and an OperationOutcome that names the entry. */
record Refusals(FhirContext context) {

  Each each(int index, BaseServerResponseException refusal) {
    At.of(index, refusal);
    return new Each(
        new Answer(refusal.getStatusCode(), Optional.empty(), Optional.empty()),
        Optional.ofNullable(refusal.getOperationOutcome())
            .map(context.newJsonParser()::encodeResourceToString));
  }
}
