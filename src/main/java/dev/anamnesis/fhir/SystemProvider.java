package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.projection.HistoryQuery.Scope;

/** Interactions over all types. */
public final class SystemProvider {

  private final Histories histories;

  SystemProvider(Histories histories) {
    this.histories = histories;
  }

  @History
  public IBundleProvider history(RequestDetails request) {
    return histories.answer(new Scope.System(), request);
  }
}
