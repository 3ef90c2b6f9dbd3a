package dev.anamnesis.domain;

/** What FHIR's create, update, patch and delete ask of a resource. */
public sealed interface ResourceCommand {

  /** The whole resource as it shall be: create, update, restore. */
  record State(Elements stated) implements ResourceCommand {}

  /**
   * The whole resource as another system had it: rules about what else is recorded are not asked,
   * and the facts say so.
   */
  record Load(Elements stated) implements ResourceCommand {}

  /** Delete. Of what is absent or removed already: nothing changes. */
  record Remove() implements ResourceCommand {}

  /** The same command about other content. */
  default ResourceCommand about(Elements stated) {
    return switch (this) {
      case State(Elements was) -> new State(stated);
      case Load(Elements was) -> new Load(stated);
      case Remove() -> this;
    };
  }
}
