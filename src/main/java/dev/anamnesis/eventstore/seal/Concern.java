package dev.anamnesis.eventstore.seal;

import dev.anamnesis.domain.Elements;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whom a resource concerns.
 *
 * @param owner the patient whose record it belongs to; empty for nobody's, and for several equals
 * @param others further patients it names
 */
public record Concern(Optional<String> owner, SortedSet<String> others) {

  /** It names no patient: the system's key. */
  public static final Concern NOBODY = new Concern(Optional.empty(), new TreeSet<>());

  private static final List<String> SUBJECTS = List.of("subject", "patient", "beneficiary");

  public Concern {
    others = Collections.unmodifiableSortedSet(new TreeSet<>(others));
  }

  /**
   * A Patient is its own owner; a resource that names one patient belongs to that one; one that
   * names several belongs to its {@code subject}, {@code patient} or {@code beneficiary}, else to
   * all alike.
   */
  public static Concern of(String type, String id, Elements stated) {
    var named = new TreeSet<String>();
    for (String json : stated.members().values()) named.addAll(PatientReferences.in(json));
    if (type.equals("Patient")) return owned(id, named);
    if (named.isEmpty()) return NOBODY;
    if (named.size() == 1) return owned(named.first(), named);
    Set<String> subjects = new TreeSet<>();
    for (String member : SUBJECTS) {
      stated
          .get(member)
          .filter(json -> json.startsWith("{"))
          .ifPresent(json -> subjects.addAll(PatientReferences.in(json)));
    }
    return subjects.size() == 1
        ? owned(subjects.iterator().next(), named)
        : new Concern(Optional.empty(), named);
  }

  private static Concern owned(String owner, SortedSet<String> named) {
    var others = new TreeSet<>(named);
    others.remove(owner);
    return new Concern(Optional.of(owner), others);
  }
}
