package dev.anamnesis.fhir.bundle;

import dev.anamnesis.eventstore.Commit;
import java.util.List;

/**
 * A transaction that was tried and not carried out.
 *
 * @param response the transaction-response it would be answered
 * @param commits what it would have recorded, in the transaction's order
 */
public record Trial(String response, List<Commit> commits) {
  public Trial {
    commits = List.copyOf(commits);
  }
}
