package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.ledger.Write;

/** What a write interaction comes down to, once its condition is looked up. */
public sealed interface Plan {

  record Carry(Write write) implements Plan {}

  /** A conditional create whose resource is there already. */
  record Found(StreamId stream) implements Plan {}

  /** A conditional delete that matches nothing. */
  record Idle() implements Plan {}
}
