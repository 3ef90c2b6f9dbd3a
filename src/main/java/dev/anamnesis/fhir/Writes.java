package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.Bodies;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Carries plans out and turns their outcomes into answers. */
public final class Writes {

  /** A condition that changes this often between the look and the write is given up. */
  private static final int MOST_TRIES = 50;

  /** How the outcome of a write that went well begins. */
  static final String SUCCESS =
      """
      {"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational","details":{"coding":[{"system":"https://anamnesis.dev/codes",\
      """;

  private final Ledger ledger;
  private final Resources resources;
  private final Validity validity;

  Writes(Ledger ledger, Resources resources, Validity validity) {
    this.ledger = ledger;
    this.resources = resources;
    this.validity = validity;
  }

  /** The write, if what it states is valid; what is carried out elsewhere is asked for here. */
  public Write checked(Write write) {
    return validity.checked(write);
  }

  /**
   * @param plan made anew each time its condition turns out to have changed before the write
   */
  public Answer carryOut(Supplier<Plan> plan, Ask ask) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<Answer> answer =
          switch (plan.get()) {
            case Plan.Found(StreamId stream) -> found(stream, ask);
            case Plan.Idle() -> Optional.of(Answer.nothing());
            case Plan.Carry(var write) ->
                switch (ledger.execute(checked(write))) {
                  case Outcome.GuardFailed() -> Optional.empty();
                  case Outcome.StaleVersion stale when isAppliedAgain(write, ask) ->
                      Optional.empty();
                  case Outcome outcome -> Optional.of(answer(outcome, ask));
                };
          };
      if (answer.isPresent()) return answer.get();
    }
    throw busy();
  }

  /** A patch that no If-Match binds to one version goes for whatever won the race. */
  public static boolean isAppliedAgain(Write write, Ask ask) {
    return write.method() == Method.PATCH && !(Plans.expected(ask) instanceof Expected.Version);
  }

  /** What this very request was answered, where it came before with the same key. */
  Optional<Answer> before(Ask ask) {
    return RequestKeys.of(ask).flatMap(ledger::before).map(outcome -> answer(outcome, ask));
  }

  public static RuntimeException busy() {
    return Outcomes.with(
        503,
        IssueType.TRANSIENT,
        "busy",
        "What the request depends on kept changing while it was carried out. Try again.");
  }

  /** Empty when it was deleted since it was found. */
  public Optional<Answer> found(StreamId stream, Ask ask) {
    return resources
        .current(stream)
        .flatMap(version -> version.json().map(json -> answer(200, version.recorded(), json, ask)));
  }

  public Answer answer(Outcome outcome, Ask ask) {
    return switch (outcome) {
      case Outcome.Stored(Recorded recorded, boolean created, var after) ->
          answer(created ? 201 : 200, recorded, Bodies.served(recorded, after), ask);
      case Outcome.Unchanged(Optional<Recorded> last, var state) ->
          last.map(recorded -> answer(200, recorded, Bodies.served(recorded, state), ask))
              .orElseGet(Answer::nothing);
      case Outcome.Repeated(Recorded first) -> repeated(first, ask);
      case Outcome.Refused(var refusal) -> throw Outcomes.refused(refusal);
      case Outcome.StaleVersion(var name, int actual) ->
          throw Plans.isToBeNew(ask) ? Plans.existsAlready() : Plans.stale(actual, ask);
      case Outcome.GuardFailed() -> throw busy();
      case Outcome.KeyReused() -> throw keyReused();
    };
  }

  /** What the first one was answered. */
  public Answer repeated(Recorded first, Ask ask) {
    Optional<String> json =
        resources.version(first.stream(), first.version()).flatMap(Version::json);
    return answer(first.version() == 1 ? 201 : 200, first, json, ask);
  }

  public static RuntimeException keyReused() {
    return Outcomes.with(
        422,
        IssueType.CONFLICT,
        "idempotency-key-reused",
        "This Idempotency-Key came before with another request: use a new one.");
  }

  private static Answer answer(int status, Recorded recorded, String json, Ask ask) {
    return answer(status, recorded, Optional.of(json), ask);
  }

  /**
   * @param json empty for a deletion
   */
  private static Answer answer(int status, Recorded recorded, Optional<String> json, Ask ask) {
    Preference.Return preferred = ask.preferred();
    if (preferred == Preference.Return.OUTCOME) {
      int told = json.isEmpty() ? 200 : status;
      return new Answer(told, Optional.of(recorded), Optional.of(success(told)));
    }
    if (json.isEmpty()) return new Answer(204, Optional.of(recorded), Optional.empty());
    boolean minimal = preferred == Preference.Return.MINIMAL;
    return new Answer(status, Optional.of(recorded), minimal ? Optional.empty() : json);
  }

  /** Whether it is what {@link Preference.Return#OUTCOME} asks for instead of the resource. */
  public static boolean isOutcome(Answer answer) {
    return answer.json().filter(json -> json.startsWith(SUCCESS)).isPresent();
  }

  /** What {@code Prefer: return=OperationOutcome} gets where all went well. */
  public static String success(int status) {
    return (SUCCESS + "\"code\":\"%s\"}]},\"diagnostics\":\"%s\"}]}")
        .formatted(
            status == 201 ? "created" : "done",
            status == 201 ? "The resource was created." : "The resource is as was asked for.");
  }
}
