package dev.anamnesis.eventstore;

/** A stored fact this program does not know: it is older than its data. Never skipped. */
public final class UnknownEventType extends IllegalStateException {

  UnknownEventType(String alias, int schema) {
    super(
        "the log holds a fact of type %s schema %d, which this version of Anamnesis does not know: run a newer one"
            .formatted(alias, schema));
  }
}
