package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.Patch;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.patch.MetaPatch;
import dev.anamnesis.projection.HistoryQuery.Scope;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * One resource type's interactions. Each leaves an {@link Answer}; what it returns HAPI only needs
 * to go on.
 */
public final class ResourceProvider implements IResourceProvider {

  private final String type;
  private final Class<? extends IBaseResource> model;
  private final Interactions interactions;
  private final Metas metas;

  ResourceProvider(
      String type, Class<? extends IBaseResource> model, Interactions interactions, Metas metas) {
    this.metas = metas;
    this.type = type;
    this.model = model;
    this.interactions = interactions;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return model;
  }

  @Create
  public MethodOutcome create(@ResourceParam IBaseResource resource, RequestDetails request) {
    Ask ask = Ask.of(request);
    return written(interactions.create(type, IncomingBody.document(resource), ask), request);
  }

  @Update
  public MethodOutcome update(
      @IdParam @Nullable IdType id,
      @ResourceParam IBaseResource resource,
      @ConditionalUrlParam @Nullable String condition,
      RequestDetails request) {
    var document = IncomingBody.document(resource);
    Ask ask = Ask.of(request);
    return written(
        condition == null
            ? interactions.update(stream(id), document, ask)
            : interactions.updateMatching(type, document, ask),
        request);
  }

  /** What HAPI made of body and type is not used: {@link IncomingBody} has read it. */
  @Patch
  public MethodOutcome patch(
      @IdParam @Nullable IdType id,
      PatchTypeEnum format,
      @ResourceParam String body,
      @ConditionalUrlParam @Nullable String condition,
      RequestDetails request) {
    var patch = IncomingBody.patch(request);
    Ask ask = Ask.of(request);
    return written(
        condition == null
            ? interactions.patch(stream(id), patch, ask)
            : interactions.patchMatching(type, patch, ask),
        request);
  }

  /** Also of one version. */
  @Operation(name = "$meta", idempotent = true, manualRequest = true)
  public Parameters meta(@IdParam IdType id, RequestDetails request) {
    Optional<String> version = Optional.ofNullable(id.getVersionIdPart());
    metas.meta(stream(id), version, Ask.of(request)).on(request);
    return new Parameters();
  }

  /** Of all of the type. */
  @Operation(name = "$meta", idempotent = true, manualRequest = true)
  public Parameters meta(RequestDetails request) {
    metas.inUse(Optional.of(type), IncomingBody.asked(request)).on(request);
    return new Parameters();
  }

  @Operation(name = "$meta-add", manualRequest = true)
  public Parameters metaAdd(@IdParam IdType id, RequestDetails request) {
    return change(id, MetaPatch.Change.ADD, request);
  }

  @Operation(name = "$meta-delete", manualRequest = true)
  public Parameters metaDelete(@IdParam IdType id, RequestDetails request) {
    return change(id, MetaPatch.Change.REMOVE, request);
  }

  private Parameters change(IdType id, MetaPatch.Change change, RequestDetails request) {
    var parameters = IncomingBody.sentDocument(request);
    metas.change(stream(id), change, parameters, Ask.of(request)).on(request);
    return new Parameters();
  }

  @Delete
  public MethodOutcome delete(
      @IdParam @Nullable IdType id,
      @ConditionalUrlParam @Nullable String condition,
      RequestDetails request) {
    Ask ask = Ask.of(request);
    return written(
        condition == null
            ? interactions.delete(stream(id), ask)
            : interactions.deleteMatching(type, ask),
        request);
  }

  @Read(version = true)
  public IBaseResource read(@IdParam IdType id, RequestDetails request)
      throws ReflectiveOperationException {
    Optional<String> version =
        id.hasVersionIdPart() ? Optional.of(id.getVersionIdPart()) : Optional.empty();
    Answer answer = interactions.reads().read(stream(id), version, Ask.of(request));
    answer.on(request);
    if (type.equals("Binary")) BinaryContent.leave(answer, request);
    return model.getDeclaredConstructor().newInstance();
  }

  @History
  public IBundleProvider history(@IdParam IdType id, RequestDetails request) {
    return history(new Scope.Instance(stream(id)), request);
  }

  @History
  public IBundleProvider history(RequestDetails request) {
    return history(new Scope.Types(List.of(type)), request);
  }

  private IBundleProvider history(Scope scope, RequestDetails request) {
    interactions.histories().answer(scope, Ask.of(request)).on(request);
    return new SimpleBundleProvider();
  }

  private static MethodOutcome written(Answer answer, RequestDetails request) {
    answer.on(request);
    return answer
        .version()
        .map(
            recorded ->
                new MethodOutcome(
                    new IdType(
                        recorded.stream().type(),
                        recorded.stream().id(),
                        Integer.toString(recorded.version())),
                    answer.status() == 201))
        .orElseGet(MethodOutcome::new);
  }

  private StreamId stream(@Nullable IdType id) {
    if (id == null) throw Outcomes.invalid("bad-id", "The URL has no id.");
    return new StreamId(type, Ids.checked(id.getIdPart()));
  }
}
