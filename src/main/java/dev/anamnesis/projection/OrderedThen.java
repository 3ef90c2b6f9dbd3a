package dev.anamnesis.projection;

import dev.anamnesis.domain.prescribing.Order;
import dev.anamnesis.eventstore.Past;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** As the resources had it at an instant. */
record OrderedThen(Past past) implements Ordered {

  @Override
  public Optional<String> find(
      Handle handle, String patient, List<Long> medications, Set<String> but) {
    var criteria = Map.of("subject", List.of("Patient/" + patient), "status", List.of("active"));
    // Found newest first, as searches do.
    return past.find("MedicationRequest", criteria).reversed().stream()
        .filter(request -> stands(Order.of(request), medications))
        .flatMap(request -> request.text("id").stream())
        .filter(id -> !but.contains(id))
        .findFirst();
  }

  private static boolean stands(Order order, List<Long> medications) {
    return order.isActive()
        && !Collections.disjoint(Prescriptions.hashes(order.medications()), medications);
  }
}
