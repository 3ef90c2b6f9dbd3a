package dev.anamnesis.fhir;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.bundle.Operations.Operation;
import dev.anamnesis.fhir.json.Read;
import java.util.Optional;

/** An operation that an entry of a Bundle may ask for. */
record EntryOperation(boolean writes, Work work) implements Operation {

  /** What it is asked. */
  record Question(Optional<Read.Document> sent, Ask ask) {
    /** The members of the Parameters; none where none were sent. */
    Elements parameters() {
      return sent.map(Read.Document::elements).orElse(Elements.NONE);
    }

    Ask all() {
      return ask.with(parameters());
    }
  }

  /** How it is answered. */
  interface Work {
    Answer of(Question question);
  }

  static Optional<Operation> reads(Work work) {
    return Optional.of(new EntryOperation(false, work));
  }

  static Optional<Operation> writes(Work work) {
    return Optional.of(new EntryOperation(true, work));
  }

  @Override
  public Answer answer(Optional<Read.Document> sent, Ask ask) {
    return work.of(new Question(sent, ask));
  }
}
