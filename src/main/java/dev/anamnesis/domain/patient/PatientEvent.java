package dev.anamnesis.domain.patient;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Event;
import java.util.Optional;

/** What can happen to a patient's own record. */
public sealed interface PatientEvent extends Event {

  /** Who somebody is was so before it was recorded. */
  record PatientRegistered(Edit edit) implements PatientEvent {
    @Override
    public boolean isRetroactive() {
      return true;
    }
  }

  record IdentifiersChanged(Edit edit) implements PatientEvent {}

  record PatientRenamed(Edit edit) implements PatientEvent {}

  record DemographicsCorrected(Edit edit) implements PatientEvent {
    @Override
    public boolean isRetroactive() {
      return true;
    }
  }

  record ContactInfoUpdated(Edit edit) implements PatientEvent {}

  /** Effective when the person died, where a time is told. */
  record DeathRecorded(Edit edit) implements PatientEvent {
    @Override
    public Optional<String> effective() {
      return edit.put().text("deceasedDateTime");
    }
  }

  record DeathRetracted(Edit edit) implements PatientEvent {
    @Override
    public boolean isRetroactive() {
      return true;
    }
  }

  record CareTeamChanged(Edit edit) implements PatientEvent {}

  record PatientLinked(Edit edit) implements PatientEvent {}

  record PatientDeactivated(Edit edit) implements PatientEvent {}

  record PatientReactivated(Edit edit) implements PatientEvent {}

  record PatientAnnotated(Edit edit) implements PatientEvent {}

  record PatientRemoved(Edit edit) implements PatientEvent {}

  record PatientRestored(Edit edit) implements PatientEvent {}
}
