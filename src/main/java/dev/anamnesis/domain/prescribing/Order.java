package dev.anamnesis.domain.prescribing;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Pointer;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of a MedicationRequest other prescriptions are compared with.
 *
 * @param patient the id of whom it is for; empty where the subject is no Patient by reference
 * @param isOrder it is meant to be carried out, and is no proposal or plan
 * @param medications what it prescribes: {@code system|code} of each coding, or a reference
 * @param prior the id of the prescription it renews or replaces
 */
public record Order(
    PrescriptionStatus status,
    Optional<String> patient,
    boolean isOrder,
    SortedSet<String> medications,
    Optional<String> prior) {

  public static final Order NONE =
      new Order(
          PrescriptionStatus.UNKNOWN,
          Optional.empty(),
          false,
          Collections.emptySortedSet(),
          Optional.empty());

  private static final Set<String> ORDERS =
      Set.of("order", "original-order", "reflex-order", "filler-order", "instance-order");

  public Order {
    medications = Collections.unmodifiableSortedSet(new TreeSet<>(medications));
  }

  public static Order of(Existence prescription) {
    return prescription instanceof Existence.Present(Elements elements) ? of(elements) : NONE;
  }

  public static Order of(Elements prescription) {
    return new Order(
        PrescriptionStatus.of(prescription),
        Pointer.in(prescription, "subject").flatMap(name -> Pointer.id(name, "Patient")),
        prescription.text("intent").filter(ORDERS::contains).isPresent(),
        medications(prescription),
        Pointer.in(prescription, "priorPrescription")
            .flatMap(name -> Pointer.id(name, "MedicationRequest")));
  }

  private static SortedSet<String> medications(Elements prescription) {
    var medications = new TreeSet<String>();
    Pointer.in(prescription, "medicationReference").ifPresent(medications::add);
    prescription
        .get("medicationCodeableConcept")
        .filter(json -> json.startsWith("{"))
        .map(Elements::parse)
        .ifPresent(
            concept -> {
              for (String item : concept.items("coding")) {
                if (item.startsWith("{")) coding(Elements.parse(item)).ifPresent(medications::add);
              }
            });
    return medications;
  }

  private static Optional<String> coding(Elements coding) {
    return coding.text("code").map(code -> coding.text("system").orElse("") + '|' + code);
  }

  /** It is an order to be followed now. */
  public boolean isActive() {
    return isOrder && status == PrescriptionStatus.ACTIVE;
  }

  /** It becomes an order to be followed now, or one for something or someone else. */
  public boolean isNewlyActive(Order before) {
    return isActive()
        && !(before.isActive()
            && before.patient.equals(patient)
            && before.medications.containsAll(medications));
  }
}
