package dev.anamnesis.r4.path;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** What an expression can ask of the world around its resource. */
public interface Environment {

  /** Knows the resource alone: contained resources, and the type and id a reference spells. */
  Environment ALONE = new Environment() {};

  /** Steps an evaluation takes at most before it fails. */
  int STEPS = 1_000_000;

  /**
   * {@code %name} beyond those every expression has: {@code %context %resource %rootResource %ucum
   * %sct %loinc %vs-… %ext-…}. Empty for a name that means nothing.
   */
  default Optional<List<Item>> variable(String name) {
    return Optional.empty();
  }

  /**
   * What a Reference, canonical, uri or url points at; {@code resolve()} leaves it out if empty.
   */
  default Optional<Item> resolve(Item reference) {
    return References.resolve(reference);
  }

  /** Whether a code, Coding or CodeableConcept is in the value set; empty if that is not known. */
  default Optional<Boolean> memberOf(Item coded, String valueSet) {
    return Optional.empty();
  }

  /** Whether a narrative's {@code div} is what R4 allows; what was stored has been checked. */
  default boolean htmlChecks(Item div) {
    return true;
  }

  /** The instant {@code now()} and {@code today()} speak of; they fail where there is none. */
  default Optional<OffsetDateTime> now() {
    return Optional.empty();
  }

  default int steps() {
    return STEPS;
  }
}
