package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.anamnesis.domain.Refusal;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.fhir.patch.Fault;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * Refusals as FHIR answers: a status, an OperationOutcome with our stable code, words to act on.
 */
public final class Outcomes {

  /** The code system of our stable codes. */
  static final String CODES = "https://anamnesis.dev/codes";

  /** On an issue, {@code valueReference}: what stands against the request. */
  static final String CONFLICTING =
      "https://anamnesis.dev/fhir/StructureDefinition/conflicting-resource";

  private Outcomes() {}

  public static OperationOutcome of(IssueType type, String code, String words, String expression) {
    var outcome = new OperationOutcome();
    outcome.addIssue(issue(type, code, words, expression));
    return outcome;
  }

  private static OperationOutcomeIssueComponent issue(
      IssueType type, String code, String words, String expression) {
    var issue =
        new OperationOutcomeIssueComponent()
            .setSeverity(IssueSeverity.ERROR)
            .setCode(type)
            .setDetails(new CodeableConcept(new Coding(CODES, code, null)))
            .setDiagnostics(words);
    if (!expression.isEmpty()) issue.addExpression(expression);
    return issue;
  }

  public static InvalidRequestException invalid(String code, String words) {
    return new InvalidRequestException(words, of(IssueType.INVALID, code, words, ""));
  }

  /** A body that is not what R4 allows: 400 with every place that is wrong. */
  public static InvalidRequestException invalid(List<Problem> problems) {
    return new InvalidRequestException(problems.getFirst().words(), of(problems));
  }

  /** A patch whose result is not what R4 allows. */
  public static UnprocessableEntityException unprocessable(List<Problem> problems) {
    return new UnprocessableEntityException(problems.getFirst().words(), of(problems));
  }

  public static UnprocessableEntityException unprocessable(String code, String words) {
    return new UnprocessableEntityException(words, of(IssueType.PROCESSING, code, words, ""));
  }

  /** 400 for what is no patch, 422 for one that cannot be applied. */
  public static BaseServerResponseException refused(Fault fault) {
    String words =
        fault.operation() < 0
            ? fault.words()
            : "Operation [%d] of the patch: %s".formatted(fault.operation(), fault.words());
    return switch (fault.kind()) {
      case MALFORMED -> invalid(fault.code(), words);
      case UNFIT ->
          new UnprocessableEntityException(
              words, of(IssueType.PROCESSING, fault.code(), words, ""));
    };
  }

  private static OperationOutcome of(List<Problem> problems) {
    var outcome = new OperationOutcome();
    for (Problem problem : problems) {
      outcome.addIssue(
          issue(
              IssueType.fromCode(problem.kind().code()),
              problem.code(),
              problem.words(),
              problem.expression()));
    }
    return outcome;
  }

  /** 409 where something else that is recorded stands against it, else 422. */
  public static BaseServerResponseException refused(Refusal refusal) {
    if (refusal.conflict().isPresent()) return conflicting(refusal, refusal.conflict().get());
    String allowed =
        refusal.allowed().isEmpty()
            ? "Nothing else is allowed now."
            : "Allowed now: " + String.join(", ", refusal.allowed()) + ".";
    String words = refusal.words() + " " + allowed;
    return new UnprocessableEntityException(
        words, of(IssueType.BUSINESSRULE, refusal.code(), words, refusal.element()));
  }

  private static ResourceVersionConflictException conflicting(Refusal refusal, String reference) {
    var outcome = of(IssueType.CONFLICT, refusal.code(), refusal.words(), refusal.element());
    outcome.getIssueFirstRep().addExtension(CONFLICTING, new Reference(reference));
    return new ResourceVersionConflictException(refusal.words(), outcome);
  }

  public static PreconditionFailedException stale(int actual) {
    String words =
        actual == 0
            ? "If-Match asks for a resource that is there, and there is none."
            : "If-Match does not name the current version, which is %d: read it and decide again."
                .formatted(actual);
    return new PreconditionFailedException(
        words, of(IssueType.CONFLICT, "stale-version", words, ""));
  }

  public static ResourceNotFoundException notFound(String words) {
    return new ResourceNotFoundException(words, of(IssueType.NOTFOUND, "not-found", words, ""));
  }

  /** The deletion's own version is told by its ETag (https://hl7.org/fhir/R4/http.html#delete). */
  public static ResourceGoneException gone(Recorded deletion) {
    String words = "The resource was deleted. Its history can be read, and a PUT restores it.";
    var gone = new ResourceGoneException(words);
    gone.setOperationOutcome(of(IssueType.DELETED, "deleted", words, ""));
    gone.addResponseHeader("ETag", "W/\"" + deletion.version() + '"');
    gone.addResponseHeader("Last-Modified", RawResponses.httpDate(deletion.recordedAt()));
    return gone;
  }

  public static ResourceGoneException erased() {
    String words = "What this version said was erased for good. That it was there is kept.";
    var gone = new ResourceGoneException(words);
    gone.setOperationOutcome(of(IssueType.DELETED, "erased", words, ""));
    return gone;
  }

  /** Parts of an earlier version were erased, and it would have to be written again. */
  public static BaseServerResponseException partlyErased() {
    return partlyErased("Parts of that version", "Go back to a version that is whole");
  }

  /** Parts of the current version were erased: what stands for them was never said. */
  static BaseServerResponseException currentPartlyErased() {
    return partlyErased(
        "Parts of the current version", "Go back ($revert) to a version that is whole");
  }

  private static BaseServerResponseException partlyErased(String what, String instead) {
    String words =
        "%s were erased for good, and what is left is not what was said. %s, or PUT what shall be."
            .formatted(what, instead);
    return with(422, IssueType.DELETED, "partly-erased", words);
  }

  /** A condition of the request does not hold (412). */
  public static PreconditionFailedException precondition(String code, String words) {
    return new PreconditionFailedException(words, of(IssueType.CONFLICT, code, words, ""));
  }

  static PayloadTooLargeException tooLarge(int maxBody) {
    String words =
        "The body is larger than %d bytes, which is the most taken here.".formatted(maxBody);
    return new PayloadTooLargeException(words, of(IssueType.TOOLONG, "body-too-large", words, ""));
  }

  public static MethodNotAllowedException notAllowed(String code, String words) {
    return new MethodNotAllowedException(words, of(IssueType.NOTSUPPORTED, code, words, ""));
  }

  public static BaseServerResponseException with(
      int status, IssueType type, String code, String words) {
    var exception = new UnclassifiedServerFailureException(status, words);
    exception.setOperationOutcome(of(type, code, words, ""));
    return exception;
  }

  public static RuntimeException auditIsOurs() {
    return notAllowed(
        "audit-read-only",
        "AuditEvents are made by this server from what happens on it; no client writes or deletes"
            + " them.");
  }
}
