package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.domain.prescribing.Move;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.act.Domain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;

/**
 * The operations of prescribing and scheduling; {@code conformance/domain.md} says what each does.
 */
public final class DomainProvider {

  /** By resource type, without the dollar sign. */
  static final Map<String, List<String>> OPERATIONS =
      Map.of(
          "MedicationRequest",
          List.of("approve", "hold", "resume", "stop", "cancel", "complete"),
          "Appointment",
          List.of("find", "hold", "book", "cancel", "reschedule"),
          "Patient",
          List.of("therapies", "merge", "unmerge"));

  private final Domain domain;

  DomainProvider(Domain domain) {
    this.domain = domain;
  }

  @Operation(name = "$approve", typeName = "MedicationRequest", manualRequest = true)
  public Parameters approve(@IdParam IdType id, RequestDetails request) {
    return move(Move.APPROVE, id, request);
  }

  @Operation(name = "$hold", typeName = "MedicationRequest", manualRequest = true)
  public Parameters hold(@IdParam IdType id, RequestDetails request) {
    return move(Move.HOLD, id, request);
  }

  @Operation(name = "$resume", typeName = "MedicationRequest", manualRequest = true)
  public Parameters resume(@IdParam IdType id, RequestDetails request) {
    return move(Move.RESUME, id, request);
  }

  @Operation(name = "$stop", typeName = "MedicationRequest", manualRequest = true)
  public Parameters stop(@IdParam IdType id, RequestDetails request) {
    return move(Move.STOP, id, request);
  }

  @Operation(name = "$cancel", typeName = "MedicationRequest", manualRequest = true)
  public Parameters cancel(@IdParam IdType id, RequestDetails request) {
    return move(Move.CANCEL, id, request);
  }

  @Operation(name = "$complete", typeName = "MedicationRequest", manualRequest = true)
  public Parameters complete(@IdParam IdType id, RequestDetails request) {
    return move(Move.COMPLETE, id, request);
  }

  private Parameters move(Move move, IdType id, RequestDetails request) {
    var stream = new StreamId("MedicationRequest", Ids.checked(id.getIdPart()));
    domain
        .prescription(move, stream, IncomingBody.parameters(request), Ask.of(request))
        .on(request);
    return new Parameters();
  }

  @Operation(name = "$therapies", typeName = "Patient", manualRequest = true, idempotent = true)
  public Parameters therapies(@IdParam IdType id, RequestDetails request) {
    var patient = new StreamId("Patient", Ids.checked(id.getIdPart()));
    domain.therapies(patient, IncomingBody.parameters(request), Ask.of(request)).on(request);
    return new Parameters();
  }

  @Operation(name = "$merge", typeName = "Patient", manualRequest = true)
  public Parameters merge(RequestDetails request) {
    domain.merge(IncomingBody.parameters(request), Ask.of(request)).on(request);
    return new Parameters();
  }

  @Operation(name = "$unmerge", typeName = "Patient", manualRequest = true)
  public Parameters unmerge(@IdParam IdType id, RequestDetails request) {
    var source = new StreamId("Patient", Ids.checked(id.getIdPart()));
    domain.unmerge(source, IncomingBody.parameters(request), Ask.of(request)).on(request);
    return new Parameters();
  }

  @Operation(name = "$find", typeName = "Appointment", manualRequest = true, idempotent = true)
  public Parameters find(RequestDetails request) {
    return appointment(Optional.empty(), request);
  }

  @Operation(name = "$hold", typeName = "Appointment", manualRequest = true)
  public Parameters hold(RequestDetails request) {
    return appointment(Optional.empty(), request);
  }

  @Operation(name = "$book", typeName = "Appointment", manualRequest = true)
  public Parameters book(RequestDetails request) {
    return appointment(Optional.empty(), request);
  }

  @Operation(name = "$hold", typeName = "Appointment", manualRequest = true)
  public Parameters holdOne(@IdParam IdType id, RequestDetails request) {
    return appointment(Optional.of(id), request);
  }

  @Operation(name = "$book", typeName = "Appointment", manualRequest = true)
  public Parameters bookOne(@IdParam IdType id, RequestDetails request) {
    return appointment(Optional.of(id), request);
  }

  @Operation(name = "$cancel", typeName = "Appointment", manualRequest = true)
  public Parameters cancelOne(@IdParam IdType id, RequestDetails request) {
    return appointment(Optional.of(id), request);
  }

  @Operation(name = "$reschedule", typeName = "Appointment", manualRequest = true)
  public Parameters rescheduleOne(@IdParam IdType id, RequestDetails request) {
    return appointment(Optional.of(id), request);
  }

  private Parameters appointment(Optional<IdType> id, RequestDetails request) {
    Optional<StreamId> stream =
        id.map(named -> new StreamId("Appointment", Ids.checked(named.getIdPart())));
    domain
        .appointment(
            request.getOperation(), stream, IncomingBody.parameters(request), Ask.of(request))
        .on(request);
    return new Parameters();
  }
}
