package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import dev.anamnesis.eventstore.StreamId;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/**
 * {@code $validate} of one resource type
 * (https://hl7.org/fhir/R4/resource-operation-validate.html).
 */
public final class ValidateProvider implements IResourceProvider {

  private final String type;
  private final Class<? extends IBaseResource> model;
  private final Validating validating;

  ValidateProvider(String type, Class<? extends IBaseResource> model, Validating validating) {
    this.type = type;
    this.model = model;
    this.validating = validating;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return model;
  }

  @Operation(name = "$validate", manualRequest = true)
  public OperationOutcome validate(
      @IdParam(optional = true) @Nullable IdType id, RequestDetails request) {
    Optional<StreamId> stream =
        id == null
            ? Optional.empty()
            : Optional.of(new StreamId(type, Ids.checked(id.getIdPart())));
    Ask ask = Ask.of(request);
    var sent = Validating.Sent.of(ask.body(), IncomingBody.unread(request));
    validating.answer(type, stream, sent, ask).on(request);
    return new OperationOutcome();
  }
}
