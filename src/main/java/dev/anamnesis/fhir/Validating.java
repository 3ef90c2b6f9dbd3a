package dev.anamnesis.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.ledger.GroupOutcome;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.r4.Json;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code $validate}: what a write would be refused for, found by the very way a write takes, the
 * domain's decision included; nothing is stored.
 */
final class Validating {

  private static final Pattern PARAMETERS =
      Pattern.compile("\"resourceType\"\\s*:\\s*\"Parameters\"|<Parameters[\\s>]");

  private final FhirContext context;
  private final Plans plans;
  private final Writes writes;
  private final Validity validity;
  private final Ledger ledger;
  private final InstantSource clock;
  private final ResourceReader reader = new ResourceReader();

  Validating(
      FhirContext context,
      Plans plans,
      Writes writes,
      Validity validity,
      Ledger ledger,
      InstantSource clock) {
    this.context = context;
    this.plans = plans;
    this.writes = writes;
    this.validity = validity;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** What is asked, however it came: a bare resource, or Parameters around it. */
  private record Question(
      Optional<String> mode, Optional<String> profile, Optional<Read.Document> document) {}

  /**
   * What was sent.
   *
   * @param empty it was nothing
   * @param wrapped it is Parameters
   * @param reader reads it as a type, or refuses it
   */
  record Sent(boolean empty, boolean wrapped, IncomingBody.Reader reader) {

    static Sent of(byte[] body, IncomingBody.Reader reader) {
      var text = new String(body, StandardCharsets.UTF_8);
      return new Sent(body.length == 0, PARAMETERS.matcher(text).find(), reader);
    }

    /** An entry's resource, which was read already. */
    static Sent of(Optional<Read.Document> document) {
      boolean wrapped = document.filter(found -> found.type().equals("Parameters")).isPresent();
      return new Sent(document.isEmpty(), wrapped, type -> as(type, document));
    }

    private static Read.Document as(String type, Optional<Read.Document> document) {
      Read.Document found =
          document.orElseThrow(
              () ->
                  Outcomes.invalid("body-missing", "The entry has no resource: send what to ask."));
      if (found.type().equals(type)) return found;
      throw Outcomes.invalid(
          "resource-type-mismatch", "The entry needs a resource of its URL's type.");
    }
  }

  Answer answer(String type, Optional<StreamId> stream, Sent sent, Ask ask) {
    OperationOutcome outcome;
    try {
      Question question = question(type, sent, ask);
      question.profile().ifPresent(profile -> known(profile, type));
      rehearse(type, stream, question, ask);
      outcome = sound();
    } catch (BaseServerResponseException e) {
      if (!(e.getOperationOutcome() instanceof OperationOutcome found) || !isFinding(e, found)) {
        throw e;
      }
      outcome = found;
    }
    return Answer.ok(context.newJsonParser().encodeResourceToString(outcome));
  }

  /** What cannot be read or asked at all is refused as ever. */
  private static boolean isFinding(BaseServerResponseException e, OperationOutcome found) {
    String code = found.getIssueFirstRep().getDetails().getCodingFirstRep().getCode();
    boolean unread =
        code.equals("body-missing") || code.matches("(json|xml)-syntax|bad-mode|profile-unknown");
    return e.getStatusCode() < 500 && e.getStatusCode() != 415 && !unread;
  }

  private Question question(String type, Sent sent, Ask ask) {
    if (type.equals("Parameters") || !sent.wrapped()) {
      boolean none = sent.empty() && ask.one("mode").equals(Optional.of("delete"));
      return new Question(
          ask.one("mode"),
          ask.one("profile"),
          none ? Optional.empty() : Optional.of(sent.reader().as(type)));
    }
    Optional<String> mode = ask.one("mode");
    Optional<String> profile = ask.one("profile");
    Optional<Read.Document> document = Optional.empty();
    for (String item : sent.reader().as("Parameters").elements().items("parameter")) {
      if (!(Json.parse(item) instanceof Json.Obj part)) continue;
      switch (part.string("name").orElse("")) {
        case "mode" -> mode = part.string("valueCode").or(() -> part.string("valueString"));
        case "profile" -> profile = part.string("valueUri").or(() -> part.string("valueCanonical"));
        case "resource" -> document = part.get("resource").map(json -> read(type, json));
        default -> {}
      }
    }
    return new Question(mode, profile, document);
  }

  private Read.Document read(String type, Json resource) {
    return switch (reader.read(resource.text().getBytes(StandardCharsets.UTF_8), type)) {
      case Read.Document document -> document;
      case Read.Invalid(var problems) -> throw Outcomes.invalid(problems);
    };
  }

  private void rehearse(String type, Optional<StreamId> stream, Question question, Ask ask) {
    String mode = question.mode().orElse(stream.isPresent() ? "update" : "create");
    Plan plan =
        switch (mode) {
          case "create", "profile" -> plans.create(type, document(question), ask);
          case "update" -> plans.update(target(type, stream, question), document(question), ask);
          case "delete" -> plans.delete(target(type, stream, question), ask);
          default ->
              throw Outcomes.invalid("bad-mode", "mode is create, update, delete or profile.");
        };
    if (!(plan instanceof Plan.Carry(Write write))) return;
    writes.checked(write);
    question.profile().ifPresent(profile -> validity.check(profile, write));
    if (!mode.equals("profile")) decide(write, ask);
  }

  private void decide(Write write, Ask ask) {
    var rehearsal = ledger.rehearse(List.of(write), clock.instant());
    if (rehearsal.outcome() instanceof GroupOutcome.Refused(int index, var why)) {
      writes.answer(why, ask);
    }
  }

  private static StreamId target(String type, Optional<StreamId> stream, Question question) {
    return stream
        .or(() -> question.document().flatMap(Read.Document::id).map(id -> new StreamId(type, id)))
        .orElseThrow(
            () -> Outcomes.invalid("id-missing", "The resource has no id, and the URL has none."));
  }

  private static Read.Document document(Question question) {
    return question
        .document()
        .orElseThrow(
            () -> Outcomes.invalid("body-missing", "Send the resource, or Parameters with it."));
  }

  /** A server that cannot validate against what is nominated says so with an error. */
  private void known(String profile, String type) {
    if (validity.knows(profile, type)) return;
    throw Outcomes.with(
        400,
        IssueType.NOTSUPPORTED,
        "profile-unknown",
        "No such profile of this type is loaded here (--profiles): leave it out to validate against"
            + " R4 itself.");
  }

  private static OperationOutcome sound() {
    var outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.INFORMATION)
        .setCode(IssueType.INFORMATIONAL)
        .setDetails(new CodeableConcept(new Coding(Outcomes.CODES, "valid", null)))
        .setDiagnostics("Nothing is wrong: it would be taken as it is.");
    return outcome;
  }
}
