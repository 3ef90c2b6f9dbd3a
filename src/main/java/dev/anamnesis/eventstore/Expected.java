package dev.anamnesis.eventstore;

import java.util.Set;

/** What a command's author believes about the stream; where it is not so, the command is stale. */
public sealed interface Expected {

  /** Whatever it is now; a lost race is run again. */
  record Any() implements Expected {}

  /** Exactly this version. */
  record Version(int version) implements Expected {}

  /** One of these versions; none holds for no state. */
  record OneOf(Set<Integer> versions) implements Expected {
    public OneOf {
      versions = Set.copyOf(versions);
    }
  }

  /** There is a resource now, whichever its version. */
  record Present() implements Expected {}

  Expected ANY = new Any();

  /**
   * Whether the belief holds.
   *
   * @param version of the stream; 0 where there is none
   * @param present whether it is a resource now
   */
  default boolean holds(int version, boolean present) {
    return switch (this) {
      case Any() -> true;
      case Version(int only) -> only == version;
      case OneOf(Set<Integer> versions) -> versions.contains(version);
      case Present() -> present;
    };
  }
}
