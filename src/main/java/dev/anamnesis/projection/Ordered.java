package dev.anamnesis.projection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What is prescribed for whom, where the rule about it looks. */
interface Ordered {

  /**
   * The id of the oldest active order of the patient for one of the medications.
   *
   * @param but ids to pass over
   */
  Optional<String> find(Handle handle, String patient, List<Long> medications, Set<String> but);
}
