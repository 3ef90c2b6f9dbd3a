package dev.anamnesis.eventstore;

/** What a command's author believes about the stream. */
public sealed interface Expected {

  /** Whatever it is now; a lost race is run again. */
  record Any() implements Expected {}

  /** Exactly this version, or the command is stale. */
  record Version(int version) implements Expected {}

  Expected ANY = new Any();
}
