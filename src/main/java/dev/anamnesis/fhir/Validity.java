package dev.anamnesis.fhir;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.fhir.json.IssueKind;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.r4.validate.Broken;
import dev.anamnesis.r4.validate.Validation;
import java.util.List;

/**
 * What is written keeps R4's invariants and required bindings, or it is refused with a 422: looked
 * at once, when it is as it will be recorded, whichever way it came.
 */
final class Validity {

  /** The write, if what it states breaks no rule. */
  Write checked(Write write) {
    switch (write.command()) {
      case ResourceCommand.State(Elements stated) -> check(write.stream().type(), stated);
      case ResourceCommand.Load(Elements stated) -> check(write.stream().type(), stated);
      case ResourceCommand.Remove() -> {}
    }
    return write;
  }

  private static void check(String type, Elements stated) {
    List<Broken> broken = Validation.of(type, stated);
    if (broken.isEmpty()) return;
    throw Outcomes.unprocessable(broken.stream().map(Validity::problem).toList());
  }

  private static Problem problem(Broken broken) {
    IssueKind kind =
        switch (broken.kind()) {
          case INVARIANT -> IssueKind.INVARIANT;
          case CODE -> IssueKind.CODE_INVALID;
        };
    return new Problem(kind, broken.kind().code(), broken.expression(), broken.words());
  }
}
