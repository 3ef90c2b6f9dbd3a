package dev.anamnesis.projection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Finds the prescriptions of a patient, with those that renew or replace others as one therapy. */
public final class Therapies {

  private static final int MOST = 10_000;

  private final Jdbi jdbi;

  public Therapies(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** One prescription of a therapy. */
  public record Step(String request, String status, Optional<String> prior) {}

  /** Oldest first; each but the first renews or replaces one before it. */
  public record Therapy(List<Step> steps) {
    public Therapy {
      steps = List.copyOf(steps);
    }
  }

  /**
   * In the order in which they were begun.
   *
   * @param patients ids of all records of one person
   */
  public List<Therapy> of(Set<String> patients) {
    Map<String, List<Step>> byFirst = new LinkedHashMap<>();
    Map<String, String> first = new LinkedHashMap<>();
    for (Step step : steps(patients)) {
      String root =
          step.prior()
              .map(prior -> first.getOrDefault(prior, step.request()))
              .orElse(step.request());
      first.put(step.request(), root);
      byFirst.computeIfAbsent(root, r -> new ArrayList<>()).add(step);
    }
    return byFirst.values().stream().map(Therapy::new).toList();
  }

  private List<Step> steps(Set<String> patients) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select request, status, prior
                    from read.prescriptions
                    where patient = any(:patients)
                    order by stream
                    limit :most
                    """)
                .bind("patients", patients.toArray(String[]::new))
                .bind("most", MOST)
                .map(
                    (row, context) ->
                        new Step(
                            row.getString("request"),
                            row.getString("status"),
                            Optional.ofNullable(row.getString("prior"))))
                .list());
  }
}
