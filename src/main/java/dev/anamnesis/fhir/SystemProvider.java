package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import dev.anamnesis.fhir.bundle.Bundles;
import dev.anamnesis.projection.HistoryQuery.Scope;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;

/** Interactions over all types. */
public final class SystemProvider {

  private final Interactions interactions;
  private final Bundles bundles;
  private final Metas metas;

  SystemProvider(Interactions interactions, Bundles bundles, Metas metas) {
    this.metas = metas;
    this.bundles = bundles;
    this.interactions = interactions;
  }

  @Transaction
  public Bundle bundle(@TransactionParam Bundle bare, RequestDetails request) {
    bundles
        .answer(
            IncomingBody.sentDocument(request),
            IncomingBody.refusedEntries(request),
            Ask.of(request))
        .on(request);
    return new Bundle();
  }

  /** Of all that is recorded. */
  @Operation(name = "$meta", idempotent = true, manualRequest = true)
  public Parameters meta(RequestDetails request) {
    metas.inUse(Optional.empty(), IncomingBody.asked(request)).on(request);
    return new Parameters();
  }

  @History
  public IBundleProvider history(RequestDetails request) {
    interactions.histories().answer(new Scope.System(), Ask.of(request)).on(request);
    return new SimpleBundleProvider();
  }
}
