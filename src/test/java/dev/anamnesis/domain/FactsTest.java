package dev.anamnesis.domain;

import static dev.anamnesis.domain.Spec.edit;
import static dev.anamnesis.domain.Spec.remove;
import static dev.anamnesis.domain.Spec.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.patient.Patient;
import dev.anamnesis.domain.patient.PatientEvent;
import dev.anamnesis.domain.prescribing.Prescription;
import dev.anamnesis.domain.prescribing.PrescriptionEvent;
import dev.anamnesis.domain.record.RecordEvent;
import dev.anamnesis.domain.record.ResourceRecord;
import dev.anamnesis.domain.scheduling.Appointment;
import dev.anamnesis.domain.scheduling.AppointmentEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is recorded when a resource is stated. */
class FactsTest {

  private static Spec<PatientEvent> patient() {
    return Spec.of(Patient.DECIDER);
  }

  private static Spec<PrescriptionEvent> prescription() {
    return Spec.of(Prescription.DECIDER);
  }

  private static Spec<AppointmentEvent> appointment() {
    return Spec.of(Appointment.DECIDER);
  }

  @Test
  void removing_what_is_not_there_records_nothing() {
    patient().when(remove()).thenNothing();
    patient().given(state("{\"active\":true}"), remove()).when(remove()).thenNothing();
    prescription().when(remove()).thenNothing();
    appointment().when(remove()).thenNothing();
    Spec.of(ResourceRecord.DECIDER).when(remove()).thenNothing();
  }

  @Test
  void an_empty_patient_is_registered_all_the_same() {
    patient().when(state("{}")).then(new PatientEvent.PatientRegistered(Edit.NONE));
  }

  @Test
  void stating_the_same_again_records_nothing() {
    patient()
        .given(state("{\"active\":true,\"_active\":{\"id\":\"a\"}}"))
        .when(state("{\"active\":true,\"_active\":{\"id\":\"a\"}}"))
        .thenNothing();
  }

  @Test
  void registering_tells_who_it_is_and_how_to_reach_them() {
    patient()
        .when(state("{\"gender\":\"female\",\"telecom\":[{\"value\":\"1\"}]}"))
        .then(
            new PatientEvent.PatientRegistered(edit("{\"gender\":\"female\"}")),
            new PatientEvent.ContactInfoUpdated(edit("{\"telecom\":[{\"value\":\"1\"}]}")));
  }

  @Test
  void a_put_is_cut_into_the_facts_it_holds() {
    patient()
        .given(
            state(
                "{\"active\":true,\"name\":[{\"family\":\"a\"}],\"gender\":\"male\",\"identifier\":[{\"value\":\"1\"}]}"))
        .when(
            state(
                "{\"active\":false,\"name\":[{\"family\":\"b\"}],\"_birthDate\":{\"id\":\"x\"},\"identifier\":[{\"value\":\"2\"}],\"address\":[{\"city\":\"c\"}],\"deceasedDateTime\":\"2024-02\",\"generalPractitioner\":[{\"reference\":\"Practitioner/p\"}],\"link\":[{\"type\":\"refer\"}],\"language\":\"sv\"}"))
        .then(
            new PatientEvent.IdentifiersChanged(edit("{\"identifier\":[{\"value\":\"2\"}]}")),
            new PatientEvent.PatientRenamed(edit("{\"name\":[{\"family\":\"b\"}]}")),
            new PatientEvent.DemographicsCorrected(
                edit("{\"_birthDate\":{\"id\":\"x\"}}", "gender")),
            new PatientEvent.ContactInfoUpdated(edit("{\"address\":[{\"city\":\"c\"}]}")),
            new PatientEvent.DeathRecorded(edit("{\"deceasedDateTime\":\"2024-02\"}")),
            new PatientEvent.CareTeamChanged(
                edit("{\"generalPractitioner\":[{\"reference\":\"Practitioner/p\"}]}")),
            new PatientEvent.PatientLinked(edit("{\"link\":[{\"type\":\"refer\"}]}")),
            new PatientEvent.PatientDeactivated(edit("{\"active\":false}")),
            new PatientEvent.PatientAnnotated(edit("{\"language\":\"sv\"}")));
  }

  @Test
  void a_death_takes_effect_when_the_person_died_and_can_be_retracted() {
    var death = new PatientEvent.DeathRecorded(edit("{\"deceasedDateTime\":\"2024-02-03\"}"));
    assertThat(death.effective()).contains("2024-02-03");
    patient()
        .given(state("{\"deceasedDateTime\":\"2024-02-03\"}"))
        .when(state("{\"deceasedBoolean\":false}"))
        .then(
            new PatientEvent.DeathRetracted(
                edit("{\"deceasedBoolean\":false}", "deceasedDateTime")));
    patient()
        .given(state("{\"deceasedBoolean\":true}"))
        .when(state("{}"))
        .then(new PatientEvent.DeathRetracted(edit("{}", "deceasedBoolean")));
  }

  @Test
  void a_removed_patient_is_restored_with_what_differs() {
    patient()
        .given(state("{\"active\":true}"), remove())
        .when(state("{\"active\":true}"))
        .then(new PatientEvent.PatientRestored(Edit.NONE));
    patient()
        .given(state("{\"active\":true}"), remove())
        .when(state("{\"gender\":\"other\"}"))
        .then(
            new PatientEvent.PatientRestored(Edit.NONE),
            new PatientEvent.DemographicsCorrected(edit("{\"gender\":\"other\"}")),
            new PatientEvent.PatientReactivated(edit("{}", "active")));
  }

  @Test
  void each_move_of_a_prescription_has_its_name() {
    prescription()
        .given(state("{\"status\":\"draft\"}"))
        .when(state("{\"status\":\"active\"}"))
        .then(new PrescriptionEvent.PrescriptionApproved(edit("{\"status\":\"active\"}")));
    prescription()
        .given(state("{\"status\":\"active\"}"))
        .when(state("{\"status\":\"on-hold\",\"statusReason\":{\"text\":\"r\"}}"))
        .then(
            new PrescriptionEvent.PrescriptionHeld(
                edit("{\"status\":\"on-hold\",\"statusReason\":{\"text\":\"r\"}}")));
    prescription()
        .given(state("{\"status\":\"on-hold\"}"))
        .when(state("{\"status\":\"active\"}"))
        .then(new PrescriptionEvent.PrescriptionResumed(edit("{\"status\":\"active\"}")));
    prescription()
        .given(state("{\"status\":\"active\"}"))
        .when(
            state(
                "{\"status\":\"stopped\",\"dosageInstruction\":[{\"text\":\"d\"}],\"medicationReference\":{\"reference\":\"Medication/m\"}}"))
        .then(
            new PrescriptionEvent.PrescriptionStopped(edit("{\"status\":\"stopped\"}")),
            new PrescriptionEvent.MedicationSubstituted(
                edit("{\"medicationReference\":{\"reference\":\"Medication/m\"}}")),
            new PrescriptionEvent.DosageChanged(
                edit("{\"dosageInstruction\":[{\"text\":\"d\"}]}")));
  }

  @Test
  void what_is_over_stays_over_also_through_a_removal() {
    prescription()
        .given(state("{\"status\":\"stopped\"}"), remove())
        .when(state("{\"status\":\"active\"}"))
        .thenRefused("prescription-status-move", List.of("entered-in-error"));
    appointment()
        .given(state("{\"status\":\"cancelled\"}"))
        .when(state("{\"status\":\"booked\"}"))
        .thenRefused("appointment-status-move", List.of("entered-in-error"));
    appointment()
        .given(state("{\"status\":\"entered-in-error\"}"))
        .when(state("{\"status\":\"booked\"}"))
        .thenRefused("appointment-status-move", List.of());
  }

  @Test
  void an_appointment_is_proposed_or_scheduled_by_its_status() {
    appointment()
        .when(state("{\"status\":\"waitlist\"}"))
        .then(new AppointmentEvent.AppointmentProposed(edit("{\"status\":\"waitlist\"}")));
    appointment()
        .when(state("{\"status\":\"booked\"}"))
        .then(new AppointmentEvent.AppointmentScheduled(edit("{\"status\":\"booked\"}")));
  }

  @Test
  void a_new_start_is_a_rescheduling_that_tells_both() {
    appointment()
        .given(state("{\"status\":\"booked\",\"start\":\"2026-01-01T09:00:00Z\"}"))
        .when(state("{\"status\":\"booked\",\"start\":\"2026-01-02T09:00:00Z\"}"))
        .then(
            new AppointmentEvent.AppointmentRescheduled(
                Optional.of("2026-01-01T09:00:00Z"),
                Optional.of("2026-01-02T09:00:00Z"),
                edit("{\"start\":\"2026-01-02T09:00:00Z\"}")));
  }

  @Test
  void an_answer_is_not_a_change_of_who_takes_part() {
    String one =
        "{\"status\":\"booked\",\"participant\":[{\"actor\":{\"display\":\"a\"},\"status\":\"%s\"}]}";
    appointment()
        .given(state(one.formatted("needs-action")))
        .when(state(one.formatted("accepted")))
        .then(
            new AppointmentEvent.ParticipantResponded(
                edit(
                    "{\"participant\":[{\"actor\":{\"display\":\"a\"},\"status\":\"accepted\"}]}")));
    appointment()
        .given(state(one.formatted("accepted")))
        .when(state(one.formatted("accepted").replace("\"a\"", "\"b\"")))
        .then(
            new AppointmentEvent.ParticipantsChanged(
                edit(
                    "{\"participant\":[{\"actor\":{\"display\":\"b\"},\"status\":\"accepted\"}]}")));
  }

  @Test
  void any_other_resource_is_recorded_amended_removed_restored() {
    var record = Spec.of(ResourceRecord.DECIDER);
    record.when(state("{\"a\":1}")).then(new RecordEvent.ResourceRecorded(edit("{\"a\":1}")));
    record.given(state("{\"a\":1}"));
    record.when(state("{\"b\":2}")).then(new RecordEvent.ResourceAmended(edit("{\"b\":2}", "a")));
    record.when(remove()).then(new RecordEvent.ResourceRemoved(Edit.NONE));
    record.given(remove());
    record.when(state("{\"a\":1}")).then(new RecordEvent.ResourceRestored(Edit.NONE));
  }
}
