package dev.anamnesis.process;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.ledger.GroupOutcome;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Write;
import java.util.List;
import java.util.Optional;

/** One step of a process: what is written, all or nothing, if all is still as it was seen. */
final class Step {

  private final Ledger ledger;

  Step(Ledger ledger) {
    this.ledger = ledger;
  }

  /** How a step ended. */
  enum End {
    DONE,
    /** Somebody was there before: look again. */
    MOVED,
    /** A rule does not allow it: it is left for a person. */
    REFUSED
  }

  record Seen(StreamId stream, Elements elements, int version) {
    Write to(Elements next) {
      return Write.of(
          stream,
          new ResourceCommand.State(next),
          new Expected.Version(version),
          Method.PUT,
          Optional.empty());
    }
  }

  Optional<Seen> see(StreamId stream) {
    Ledger.Standing standing = ledger.standing(stream);
    return standing.existence() instanceof Existence.Present(Elements elements)
        ? Optional.of(new Seen(stream, elements, standing.version()))
        : Optional.empty();
  }

  End write(List<Write> writes) {
    return switch (ledger.execute(writes, List.of(), Optional.empty())) {
      case GroupOutcome.Stored stored -> End.DONE;
      case GroupOutcome.Repeated repeated -> End.DONE;
      case GroupOutcome.Refused(int index, Outcome.StaleVersion stale) -> End.MOVED;
      case GroupOutcome.Refused refused -> End.REFUSED;
      case GroupOutcome.GuardFailed() -> End.MOVED;
      case GroupOutcome.KeyReused() -> End.REFUSED;
    };
  }
}
