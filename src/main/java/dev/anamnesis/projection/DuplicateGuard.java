package dev.anamnesis.projection;

import dev.anamnesis.domain.Refusal;
import dev.anamnesis.domain.prescribing.Order;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Guard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * No other active order for this patient prescribes the same.
 *
 * @param own ids of all the group writes, and of what this one renews: none of them stands against
 *     it as the table has it
 * @param together another of the group that does
 */
record DuplicateGuard(
    String patient,
    List<Long> medications,
    Set<String> own,
    Optional<String> together,
    Ordered ordered)
    implements Guard {

  @Override
  public boolean concerns(Commit commit) {
    if (!commit.stream().type().equals("MedicationRequest")) return false;
    Optional<String> concerned = Optional.of(patient);
    return Order.of(commit.before()).patient().equals(concerned)
        || Order.of(commit.after()).patient().equals(concerned);
  }

  @Override
  public boolean holds(Handle transaction) {
    return duplicate(transaction).isEmpty();
  }

  @Override
  public Optional<Refusal> refusal(Handle transaction) {
    return duplicate(transaction)
        .map(
            request ->
                Refusal.conflict(
                    "duplicate-order",
                    "The patient has an active order for the same medication: stop it first, or name it as priorPrescription.",
                    "MedicationRequest.medication",
                    "MedicationRequest/" + request));
  }

  private Optional<String> duplicate(Handle transaction) {
    return together.or(() -> ordered.find(transaction, patient, medications, own));
  }
}
