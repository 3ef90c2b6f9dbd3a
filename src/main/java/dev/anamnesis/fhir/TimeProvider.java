package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import dev.anamnesis.eventstore.StreamId;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;

/** One resource type's operations over time. */
public final class TimeProvider implements IResourceProvider {

  private final String type;
  private final Class<? extends IBaseResource> model;
  private final TimeOperations operations;

  TimeProvider(String type, Class<? extends IBaseResource> model, TimeOperations operations) {
    this.type = type;
    this.model = model;
    this.operations = operations;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return model;
  }

  @Operation(name = "$facts", idempotent = true, manualRequest = true)
  public Parameters facts(@IdParam IdType id, RequestDetails request) {
    operations.facts().answer(stream(id), IncomingBody.asked(request)).on(request);
    return new Parameters();
  }

  @Operation(name = "$diff", idempotent = true, manualRequest = true)
  public Parameters diff(@IdParam IdType id, RequestDetails request) {
    operations.diff().answer(stream(id), IncomingBody.asked(request)).on(request);
    return new Parameters();
  }

  @Operation(name = "$as-of", idempotent = true, manualRequest = true)
  public Parameters asOf(@IdParam IdType id, RequestDetails request) {
    operations.asOf().answer(stream(id), IncomingBody.asked(request)).on(request);
    return new Parameters();
  }

  @Operation(name = "$revert", manualRequest = true)
  public Parameters revert(@IdParam IdType id, RequestDetails request) {
    operations.revert().answer(stream(id), IncomingBody.asked(request)).on(request);
    return new Parameters();
  }

  private StreamId stream(IdType id) {
    return new StreamId(type, Ids.checked(id.getIdPart()));
  }
}
