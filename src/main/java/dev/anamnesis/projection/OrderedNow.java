package dev.anamnesis.projection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** As the table has it. */
record OrderedNow() implements Ordered {

  @Override
  public Optional<String> find(
      Handle handle, String patient, List<Long> medications, Set<String> but) {
    return handle
        .createQuery(
            """
                    select request
                    from read.prescriptions
                    where patient = :patient
                      and active
                      and medications && :medications
                      and not request = any(:but)
                    order by stream
                    limit 1
                    """)
        .bind("patient", patient)
        .bind("medications", medications.toArray(Long[]::new))
        .bind("but", but.toArray(String[]::new))
        .mapTo(String.class)
        .findOne();
  }
}
