package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.HistoryQuery.Scope;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;

/**
 * One resource type's interactions. Each leaves an {@link Answer}; what it returns HAPI only needs
 * to go on.
 */
public final class ResourceProvider implements IResourceProvider {

  private final String type;
  private final Class<? extends IBaseResource> model;
  private final Writes writes;
  private final Reads reads;
  private final Histories histories;

  ResourceProvider(
      String type,
      Class<? extends IBaseResource> model,
      Writes writes,
      Reads reads,
      Histories histories) {
    this.type = type;
    this.model = model;
    this.writes = writes;
    this.reads = reads;
    this.histories = histories;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return model;
  }

  @Create
  public MethodOutcome create(@ResourceParam IBaseResource resource, RequestDetails request) {
    return writes.create(type, IncomingBody.document(resource), request);
  }

  @Update
  public MethodOutcome update(
      @IdParam IdType id, @ResourceParam IBaseResource resource, RequestDetails request) {
    return writes.update(stream(id), IncomingBody.document(resource), request);
  }

  @Delete
  public MethodOutcome delete(@IdParam IdType id, RequestDetails request) {
    return writes.delete(stream(id), request);
  }

  @Read(version = true)
  public IBaseResource read(@IdParam IdType id, RequestDetails request)
      throws ReflectiveOperationException {
    reads.read(stream(id), id, request);
    return model.getDeclaredConstructor().newInstance();
  }

  @History
  public IBundleProvider history(@IdParam IdType id, RequestDetails request) {
    return histories.answer(new Scope.Instance(stream(id)), request);
  }

  @History
  public IBundleProvider history(RequestDetails request) {
    return histories.answer(new Scope.Types(List.of(type)), request);
  }

  private StreamId stream(IdType id) {
    return new StreamId(type, Ids.checked(id));
  }
}
