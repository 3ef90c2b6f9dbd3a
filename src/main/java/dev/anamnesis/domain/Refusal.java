package dev.anamnesis.domain;

import java.util.List;

/**
 * A domain rule's answer to a command it does not allow.
 *
 * @param code stable, for programs: {@code prescription-status-move}
 * @param words the rule, for people; never an identifier or a name of a person
 * @param element the FHIRPath of the element that is refused, such as {@code
 *     MedicationRequest.status}
 * @param allowed what would be accepted now
 */
public record Refusal(String code, String words, String element, List<String> allowed) {
  public Refusal {
    allowed = List.copyOf(allowed);
  }
}
