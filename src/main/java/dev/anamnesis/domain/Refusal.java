package dev.anamnesis.domain;

import java.util.List;
import java.util.Optional;

/**
 * A domain rule's answer to a command it does not allow.
 *
 * @param code stable, for programs: {@code prescription-status-move}
 * @param words the rule, for people; never an identifier or a name of a person
 * @param element the FHIRPath of the element that is refused, such as {@code
 *     MedicationRequest.status}
 * @param allowed what would be accepted now
 * @param conflict what stands against it, as a reference: {@code Appointment/x}; empty where the
 *     command would be refused whatever else there is
 */
public record Refusal(
    String code, String words, String element, List<String> allowed, Optional<String> conflict) {
  public Refusal {
    allowed = List.copyOf(allowed);
  }

  /** A rule of the resource itself. */
  public Refusal(String code, String words, String element, List<String> allowed) {
    this(code, words, element, allowed, Optional.empty());
  }

  /** Something else that is recorded stands against it. */
  public static Refusal conflict(String code, String words, String element, String reference) {
    return new Refusal(code, words, element, List.of(), Optional.of(reference));
  }
}
