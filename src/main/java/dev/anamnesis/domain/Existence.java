package dev.anamnesis.domain;

/** The sealed state every resource-shaped aggregate shares. */
public sealed interface Existence {

  /** No event yet. */
  record Absent() implements Existence {}

  /** Live, with its members as recorded. */
  record Present(Elements elements) implements Existence {}

  /** Deleted; the members are those it had, so that a restore is an edit of them. */
  record Removed(Elements was) implements Existence {}

  /** The members as last recorded; none where there never were any. */
  default Elements last() {
    return switch (this) {
      case Absent() -> Elements.NONE;
      case Present(Elements elements) -> elements;
      case Removed(Elements was) -> was;
    };
  }

  /** The state after an event that leaves the resource live. */
  default Existence with(Edit edit) {
    return new Present(last().with(edit));
  }

  /** The state after a removal. */
  default Existence removed() {
    return new Removed(last());
  }
}
