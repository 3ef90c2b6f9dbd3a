package dev.anamnesis.domain;

/** An aggregate: pure decisions over folded state. */
public interface Decider<S, C, E extends Event> {

  /** The state of a stream with no events. */
  S initial();

  /** What the command would record in this state, or why it is refused. */
  Decision<E> decide(S state, C command);

  /** The state after the event. Total: every event that was ever recorded can be folded. */
  S evolve(S state, E event);
}
