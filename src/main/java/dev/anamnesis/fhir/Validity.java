package dev.anamnesis.fhir;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.json.IssueKind;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.r4.validate.Broken;
import dev.anamnesis.r4.validate.Validation;
import java.util.List;

/** What is written keeps R4's invariants and required bindings, or it is refused with a 422. */
public final class Validity {

  private Validity() {}

  /** The elements, if they break no rule. */
  public static Elements checked(String type, Elements elements) {
    List<Broken> broken = Validation.of(type, elements);
    if (broken.isEmpty()) return elements;
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
