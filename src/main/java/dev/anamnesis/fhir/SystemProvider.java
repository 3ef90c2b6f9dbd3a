package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import dev.anamnesis.projection.HistoryQuery.Scope;

/** Interactions over all types. */
public final class SystemProvider {

  private final Interactions interactions;

  SystemProvider(Interactions interactions) {
    this.interactions = interactions;
  }

  @History
  public IBundleProvider history(RequestDetails request) {
    interactions.histories().answer(new Scope.System(), Ask.of(request)).on(request);
    return new SimpleBundleProvider();
  }
}
