package dev.anamnesis.fhir;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.json.IssueKind;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.fhir.profile.Profiles;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.r4.validate.Broken;
import dev.anamnesis.r4.validate.Validation;
import java.util.List;

/**
 * What is written keeps R4's invariants and required bindings, or it is refused with a 422: looked
 * at once, when it is as it will be recorded, whichever way it came.
 */
public final class Validity {

  private final Profiles profiles;

  Validity(Profiles profiles) {
    this.profiles = profiles;
  }

  /** The write, if what it states breaks no rule, nor one of the profiles it declares. */
  Write checked(Write write) {
    switch (write.command()) {
      case ResourceCommand.State(Elements stated) -> check(write.stream(), stated);
      case ResourceCommand.Load(Elements stated) -> check(write.stream(), stated);
      case ResourceCommand.Remove() -> {}
    }
    return write;
  }

  /** Refuses what breaks a rule of R4 itself. */
  public static Elements keepingR4(String type, Elements stated) {
    List<Broken> broken = Validation.of(type, stated);
    refuse(broken.stream().map(Validity::problem).toList());
    return stated;
  }

  private void check(StreamId stream, Elements stated) {
    keepingR4(stream.type(), stated);
    refuse(profiles.declared(stream, stated));
  }

  /** Refuses what does not keep a profile, which it need not declare. */
  void check(String profile, Write write) {
    switch (write.command()) {
      case ResourceCommand.State(Elements stated) ->
          refuse(profiles.against(profile, write.stream(), stated));
      case ResourceCommand.Load(Elements stated) ->
          refuse(profiles.against(profile, write.stream(), stated));
      case ResourceCommand.Remove() -> {}
    }
  }

  boolean knows(String profile, String type) {
    return profiles.knows(profile, type);
  }

  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) throw Outcomes.unprocessable(problems);
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
