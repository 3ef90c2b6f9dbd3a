package dev.anamnesis.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a scenario is to cost at sixteen clients on two cores, in milliseconds of processor time of
 * server and database an operation.
 *
 * @param peer what HAPI FHIR JPA 8.8 on PostgreSQL took on a machine of the same kind
 */
record Goal(String scenario, double peer, double goal) {

  static final List<Goal> ALL =
      List.of(
          new Goal("create Patient", 4.4, 0.44),
          new Goal("create MedicationRequest", 3.6, 0.36),
          new Goal("create Appointment", 4.8, 0.48),
          new Goal("update Patient", 5.8, 0.55),
          new Goal("conditional create", 5.8, 0.55),
          new Goal("transaction of 2", 7.6, 0.7),
          new Goal("transaction of 11", 19.6, 1.9),
          new Goal("read Patient", 1.1, 0.045),
          new Goal("vread Patient", 1.1, 0.045),
          new Goal("read, not modified (304)", 0.78, 0.03),
          new Goal("instance history of 50", 22.6, 0.4),
          new Goal("type history page of 100", 35, 0.8),
          new Goal("system history page of 100", 35, 0.8),
          new Goal("full poll, per entry", 0.38, 0.01),
          new Goal("search: identifier", 1.9, 0.12),
          new Goal("search: name and birth date, page of 20", 8.2, 0.35),
          new Goal("search: MedicationRequest by patient and status", 6.7, 0.2),
          new Goal("search: Appointment by date, sorted, page of 50", 26, 0.6),
          new Goal("search: include", 8.6, 0.3),
          new Goal("metadata", 136, 0.05));

  static Optional<Goal> of(String scenario) {
    return ALL.stream().filter(goal -> goal.scenario().equals(scenario)).findFirst();
  }
}
