package dev.anamnesis.domain;

import java.util.List;

/** The answer to a command. Accepted with no events means that nothing changed. */
public sealed interface Decision<E extends Event> {

  record Accepted<E extends Event>(List<E> events) implements Decision<E> {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  record Refused<E extends Event>(Refusal refusal) implements Decision<E> {}

  static <E extends Event> Decision<E> accepted(List<E> events) {
    return new Accepted<>(events);
  }

  static <E extends Event> Decision<E> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }
}
