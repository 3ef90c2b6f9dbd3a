package dev.anamnesis.domain;

import java.util.Optional;

/** A past-tense fact plus the edit it speaks for. Folding a stream's edits gives the resource. */
public interface Event {

  Edit edit();

  /** When the fact took effect in the world, as a FHIR dateTime, where the fact says so. */
  default Optional<String> effective() {
    return Optional.empty();
  }

  /** It says what was so all along: a correction, a retraction, an entry in error. */
  default boolean isRetroactive() {
    return false;
  }
}
