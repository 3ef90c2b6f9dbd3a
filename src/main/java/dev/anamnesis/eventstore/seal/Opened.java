package dev.anamnesis.eventstore.seal;

/** What can still be read of a sealed document. */
public sealed interface Opened {

  /** All of it. */
  record Whole(String text) implements Opened {}

  /**
   * Parts of it were erased and stand masked.
   *
   * @param hidden how many
   */
  record Masked(String text, int hidden) implements Opened {}

  /** Nothing: the key was destroyed. */
  record Gone() implements Opened {}
}
