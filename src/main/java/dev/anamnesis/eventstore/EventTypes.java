package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.ProvenanceStated;
import dev.anamnesis.domain.Reverted;
import dev.anamnesis.domain.patient.PatientEvent;
import dev.anamnesis.domain.prescribing.PrescriptionEvent;
import dev.anamnesis.domain.record.RecordEvent;
import dev.anamnesis.domain.scheduling.AppointmentEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every kind of event there is, by the alias it is stored under. An alias is never reused. */
final class EventTypes {

  private static final EventType<AppointmentEvent.AppointmentRescheduled> RESCHEDULED =
      new EventType<>(
          "appointment.rescheduled",
          1,
          AppointmentEvent.AppointmentRescheduled.class,
          event -> fromTo(event.from(), event.to()),
          (edit, details) ->
              new AppointmentEvent.AppointmentRescheduled(
                  details.text("from"), details.text("to"), edit));

  private static final EventType<AppointmentEvent.OverbookingAccepted> OVERBOOKED =
      new EventType<>(
          "appointment.overbooking-accepted",
          1,
          AppointmentEvent.OverbookingAccepted.class,
          event -> Map.of("reason", event.reason()),
          (edit, details) ->
              new AppointmentEvent.OverbookingAccepted(details.text("reason").orElse(""), edit));

  private static final EventType<PrescriptionEvent.RulesWaived> WAIVED =
      new EventType<>(
          "prescription.rules-waived",
          1,
          PrescriptionEvent.RulesWaived.class,
          event -> Map.of("reason", event.reason()),
          (edit, details) ->
              new PrescriptionEvent.RulesWaived(details.text("reason").orElse(""), edit));

  private static final EventType<Reverted> REVERTED =
      new EventType<>(
          "record.reverted",
          1,
          Reverted.class,
          event -> Map.of("version", Integer.toString(event.version())),
          (edit, details) -> Reverted.of(details.text("version")));

  private static final EventType<ProvenanceStated> STATED =
      new EventType<>(
          "record.provenance-stated",
          1,
          ProvenanceStated.class,
          event -> Map.of("json", Packed.of(event.json())),
          (edit, details) -> new ProvenanceStated(Packed.text(details.text("json").orElse(""))));

  static final EventTypes ALL =
      new EventTypes(
          REVERTED,
          STATED,
          EventType.plain(
              "patient.registered",
              PatientEvent.PatientRegistered.class,
              PatientEvent.PatientRegistered::new),
          EventType.plain(
              "patient.identifiers-changed",
              PatientEvent.IdentifiersChanged.class,
              PatientEvent.IdentifiersChanged::new),
          EventType.plain(
              "patient.renamed",
              PatientEvent.PatientRenamed.class,
              PatientEvent.PatientRenamed::new),
          EventType.plain(
              "patient.demographics-corrected",
              PatientEvent.DemographicsCorrected.class,
              PatientEvent.DemographicsCorrected::new),
          EventType.plain(
              "patient.contact-info-updated",
              PatientEvent.ContactInfoUpdated.class,
              PatientEvent.ContactInfoUpdated::new),
          EventType.plain(
              "patient.death-recorded",
              PatientEvent.DeathRecorded.class,
              PatientEvent.DeathRecorded::new),
          EventType.plain(
              "patient.death-retracted",
              PatientEvent.DeathRetracted.class,
              PatientEvent.DeathRetracted::new),
          EventType.plain(
              "patient.care-team-changed",
              PatientEvent.CareTeamChanged.class,
              PatientEvent.CareTeamChanged::new),
          EventType.plain(
              "patient.linked", PatientEvent.PatientLinked.class, PatientEvent.PatientLinked::new),
          EventType.plain(
              "patient.deactivated",
              PatientEvent.PatientDeactivated.class,
              PatientEvent.PatientDeactivated::new),
          EventType.plain(
              "patient.reactivated",
              PatientEvent.PatientReactivated.class,
              PatientEvent.PatientReactivated::new),
          EventType.plain(
              "patient.annotated",
              PatientEvent.PatientAnnotated.class,
              PatientEvent.PatientAnnotated::new),
          EventType.plain(
              "patient.removed",
              PatientEvent.PatientRemoved.class,
              PatientEvent.PatientRemoved::new),
          EventType.plain(
              "patient.restored",
              PatientEvent.PatientRestored.class,
              PatientEvent.PatientRestored::new),
          EventType.plain(
              "prescription.prescribed",
              PrescriptionEvent.Prescribed.class,
              PrescriptionEvent.Prescribed::new),
          EventType.plain(
              "prescription.approved",
              PrescriptionEvent.PrescriptionApproved.class,
              PrescriptionEvent.PrescriptionApproved::new),
          EventType.plain(
              "prescription.held",
              PrescriptionEvent.PrescriptionHeld.class,
              PrescriptionEvent.PrescriptionHeld::new),
          EventType.plain(
              "prescription.resumed",
              PrescriptionEvent.PrescriptionResumed.class,
              PrescriptionEvent.PrescriptionResumed::new),
          EventType.plain(
              "prescription.stopped",
              PrescriptionEvent.PrescriptionStopped.class,
              PrescriptionEvent.PrescriptionStopped::new),
          EventType.plain(
              "prescription.cancelled",
              PrescriptionEvent.PrescriptionCancelled.class,
              PrescriptionEvent.PrescriptionCancelled::new),
          EventType.plain(
              "prescription.completed",
              PrescriptionEvent.PrescriptionCompleted.class,
              PrescriptionEvent.PrescriptionCompleted::new),
          EventType.plain(
              "prescription.voided",
              PrescriptionEvent.PrescriptionVoided.class,
              PrescriptionEvent.PrescriptionVoided::new),
          EventType.plain(
              "prescription.status-corrected",
              PrescriptionEvent.StatusCorrected.class,
              PrescriptionEvent.StatusCorrected::new),
          EventType.plain(
              "prescription.dosage-changed",
              PrescriptionEvent.DosageChanged.class,
              PrescriptionEvent.DosageChanged::new),
          EventType.plain(
              "prescription.medication-substituted",
              PrescriptionEvent.MedicationSubstituted.class,
              PrescriptionEvent.MedicationSubstituted::new),
          EventType.plain(
              "prescription.annotated",
              PrescriptionEvent.PrescriptionAnnotated.class,
              PrescriptionEvent.PrescriptionAnnotated::new),
          EventType.plain(
              "prescription.removed",
              PrescriptionEvent.PrescriptionRemoved.class,
              PrescriptionEvent.PrescriptionRemoved::new),
          EventType.plain(
              "prescription.restored",
              PrescriptionEvent.PrescriptionRestored.class,
              PrescriptionEvent.PrescriptionRestored::new),
          EventType.plain(
              "appointment.proposed",
              AppointmentEvent.AppointmentProposed.class,
              AppointmentEvent.AppointmentProposed::new),
          EventType.plain(
              "appointment.scheduled",
              AppointmentEvent.AppointmentScheduled.class,
              AppointmentEvent.AppointmentScheduled::new),
          RESCHEDULED,
          OVERBOOKED,
          WAIVED,
          EventType.plain(
              "appointment.participants-changed",
              AppointmentEvent.ParticipantsChanged.class,
              AppointmentEvent.ParticipantsChanged::new),
          EventType.plain(
              "appointment.participant-responded",
              AppointmentEvent.ParticipantResponded.class,
              AppointmentEvent.ParticipantResponded::new),
          EventType.plain(
              "appointment.arrived",
              AppointmentEvent.AppointmentArrived.class,
              AppointmentEvent.AppointmentArrived::new),
          EventType.plain(
              "appointment.checked-in",
              AppointmentEvent.AppointmentCheckedIn.class,
              AppointmentEvent.AppointmentCheckedIn::new),
          EventType.plain(
              "appointment.fulfilled",
              AppointmentEvent.AppointmentFulfilled.class,
              AppointmentEvent.AppointmentFulfilled::new),
          EventType.plain(
              "appointment.cancelled",
              AppointmentEvent.AppointmentCancelled.class,
              AppointmentEvent.AppointmentCancelled::new),
          EventType.plain(
              "appointment.missed",
              AppointmentEvent.AppointmentMissed.class,
              AppointmentEvent.AppointmentMissed::new),
          EventType.plain(
              "appointment.waitlisted",
              AppointmentEvent.AppointmentWaitlisted.class,
              AppointmentEvent.AppointmentWaitlisted::new),
          EventType.plain(
              "appointment.voided",
              AppointmentEvent.AppointmentVoided.class,
              AppointmentEvent.AppointmentVoided::new),
          EventType.plain(
              "appointment.status-corrected",
              AppointmentEvent.StatusCorrected.class,
              AppointmentEvent.StatusCorrected::new),
          EventType.plain(
              "appointment.annotated",
              AppointmentEvent.AppointmentAnnotated.class,
              AppointmentEvent.AppointmentAnnotated::new),
          EventType.plain(
              "appointment.removed",
              AppointmentEvent.AppointmentRemoved.class,
              AppointmentEvent.AppointmentRemoved::new),
          EventType.plain(
              "appointment.restored",
              AppointmentEvent.AppointmentRestored.class,
              AppointmentEvent.AppointmentRestored::new),
          EventType.plain(
              "record.recorded",
              RecordEvent.ResourceRecorded.class,
              RecordEvent.ResourceRecorded::new),
          EventType.plain(
              "record.amended",
              RecordEvent.ResourceAmended.class,
              RecordEvent.ResourceAmended::new),
          EventType.plain(
              "record.removed",
              RecordEvent.ResourceRemoved.class,
              RecordEvent.ResourceRemoved::new),
          EventType.plain(
              "record.restored",
              RecordEvent.ResourceRestored.class,
              RecordEvent.ResourceRestored::new));

  private final Map<String, EventType<?>> byAlias = new HashMap<>();
  private final Map<Class<?>, EventType<?>> byClass = new HashMap<>();

  EventTypes(EventType<?>... types) {
    for (EventType<?> type : types) {
      if (byAlias.put(type.alias(), type) != null || byClass.put(type.type(), type) != null) {
        throw new IllegalArgumentException("an event type is listed twice: " + type.alias());
      }
    }
  }

  EventType<?> of(Event event) {
    EventType<?> type = byClass.get(event.getClass());
    if (type == null) {
      throw new IllegalStateException("no alias for " + event.getClass().getSimpleName());
    }
    return type;
  }

  /** Throws {@link UnknownEventType}: a reader never skips what it does not know. */
  EventType<?> of(String alias, int schema) {
    EventType<?> type = byAlias.get(alias);
    if (type == null || type.schema() != schema) throw new UnknownEventType(alias, schema);
    return type;
  }

  List<EventType<?>> list() {
    return List.copyOf(new TreeMap<>(byAlias).values());
  }

  private static Map<String, String> fromTo(Optional<String> from, Optional<String> to) {
    var details = new TreeMap<String, String>();
    from.ifPresent(text -> details.put("from", text));
    to.ifPresent(text -> details.put("to", text));
    return details;
  }
}
