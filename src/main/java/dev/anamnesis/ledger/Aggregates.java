package dev.anamnesis.ledger;

import dev.anamnesis.domain.Decider;
import dev.anamnesis.domain.Decision;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Remark;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.domain.patient.Patient;
import dev.anamnesis.domain.prescribing.Prescription;
import dev.anamnesis.domain.record.ResourceRecord;
import dev.anamnesis.domain.scheduling.Appointment;
import java.util.ArrayList;
import java.util.List;

/** Which aggregate decides for which FHIR type. */
final class Aggregates {

  private static final Aggregate<?> RECORD = new Aggregate<>(ResourceRecord.DECIDER);
  private static final Aggregate<?> PATIENT = new Aggregate<>(Patient.DECIDER);
  private static final Aggregate<?> PRESCRIPTION = new Aggregate<>(Prescription.DECIDER);
  private static final Aggregate<?> APPOINTMENT = new Aggregate<>(Appointment.DECIDER);

  private Aggregates() {}

  static Aggregate<?> of(String type) {
    return switch (type) {
      case "Patient" -> PATIENT;
      case "MedicationRequest" -> PRESCRIPTION;
      case "Appointment" -> APPOINTMENT;
      default -> RECORD;
    };
  }

  /** A decider with its event type closed over. */
  record Aggregate<E extends Event>(Decider<Existence, ResourceCommand, E> decider) {

    Existence fold(Existence state, List<Event> events) {
      Existence next = state;
      for (Event event : events) {
        next = event instanceof Remark ? next : decider.evolve(next, cast(event));
      }
      return next;
    }

    Decision<? extends Event> decide(Existence state, ResourceCommand command) {
      return decider.decide(state, command);
    }

    static List<Event> events(List<? extends Event> events) {
      return new ArrayList<>(events);
    }

    /**
     * But for {@link Remark}s, a stream holds events of its own aggregate only; the codec would
     * have failed otherwise.
     */
    @SuppressWarnings("unchecked")
    private E cast(Event event) {
      return (E) event;
    }
  }
}
