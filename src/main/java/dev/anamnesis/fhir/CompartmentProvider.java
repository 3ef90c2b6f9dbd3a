package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.search.Everything;
import dev.anamnesis.projection.CompartmentHistory;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;

/** Operations on the compartment of a resource of one type. */
public final class CompartmentProvider implements IResourceProvider {

  private final String type;
  private final Class<? extends IBaseResource> model;
  private final Histories histories;
  private final CompartmentHistory compartments;
  private final TimeOperations operations;
  private final Everything everything;

  CompartmentProvider(
      String type,
      Class<? extends IBaseResource> model,
      Histories histories,
      CompartmentHistory compartments,
      TimeOperations operations,
      Everything everything) {
    this.type = type;
    this.model = model;
    this.histories = histories;
    this.compartments = compartments;
    this.operations = operations;
    this.everything = everything;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return model;
  }

  @Operation(name = "$history", idempotent = true, manualRequest = true)
  public Bundle history(@IdParam IdType id, RequestDetails request) {
    histories.answer(stream(id), compartments, IncomingBody.asked(request)).on(request);
    return new Bundle();
  }

  @Operation(name = "$everything", idempotent = true, manualRequest = true)
  public Bundle everything(@IdParam IdType id, RequestDetails request) {
    everything.about(stream(id), IncomingBody.asked(request)).on(request);
    return new Bundle();
  }

  @Operation(name = "$diff-record", idempotent = true, manualRequest = true)
  public Parameters diffRecord(@IdParam IdType id, RequestDetails request) {
    operations.recordDiff().answer(stream(id), IncomingBody.asked(request)).on(request);
    return new Parameters();
  }

  @Operation(name = "$revert-record", manualRequest = true)
  public Parameters revertRecord(@IdParam IdType id, RequestDetails request) {
    operations.recordRevert().answer(stream(id), IncomingBody.asked(request)).on(request);
    return new Parameters();
  }

  private StreamId stream(IdType id) {
    return new StreamId(type, Ids.checked(id.getIdPart()));
  }
}
