package dev.anamnesis.eventstore.seal;

/** Sealed bytes are not what was sealed, or not in their place: somebody changed them. */
public final class SealBroken extends IllegalStateException {

  SealBroken() {
    super("stored content does not match its seal");
  }
}
