package dev.anamnesis.domain;

/** The sealed state every resource-shaped aggregate shares. */
public sealed interface Existence {

  /** No event yet. */
  record Absent() implements Existence {}

  /** Live, with its members as recorded. */
  record Present(Elements elements) implements Existence {}

  /** Deleted; the members are those it had, so that a restore is an edit of them. */
  record Removed(Elements last) implements Existence {}
}
