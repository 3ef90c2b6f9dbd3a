package dev.anamnesis.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.anamnesis.eventstore.ErasedStream;
import dev.anamnesis.eventstore.StoreUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever was not foreseen into an answer that tells a client what to do and nothing else.
 */
@Interceptor
public final class Accidents {

  private static final Logger LOG = LoggerFactory.getLogger(Accidents.class);

  private final FhirContext context;

  Accidents(FhirContext context) {
    this.context = context;
  }

  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public BaseServerResponseException answer(Throwable thrown) {
    Throwable accident = unwrapped(thrown);
    return switch (accident) {
      case BaseServerResponseException answer when isMeant(answer) -> coded(answer);
      case BodyTooLarge large -> Outcomes.tooLarge(large.most());
      case ErasedStream erased -> Outcomes.erased();
      case StoreUnavailable unavailable -> {
        LOG.warn("store unavailable: {}", unavailable.getMessage());
        yield Outcomes.with(503, IssueType.TRANSIENT, "store-unavailable", words(unavailable));
      }
      case Throwable lost when isLostDatabase(lost) -> {
        LOG.warn("the database does not answer");
        yield Outcomes.with(
            503,
            IssueType.TRANSIENT,
            "store-unavailable",
            "The database does not answer. Try again.");
      }
      default -> {
        LOG.error("unforeseen {} at {}", accident.getClass().getName(), top(accident));
        yield Outcomes.with(
            500,
            IssueType.EXCEPTION,
            "internal",
            "Something went wrong here. Nothing half-written is left; report the X-Request-Id.");
      }
    };
  }

  /** HAPI wraps what a provider throws, and would tell its message to the client. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown;
    while (inner.getCause() != null
        && (inner instanceof InvocationTargetException
            || inner instanceof BaseServerResponseException answer && !isMeant(answer))) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static boolean isMeant(BaseServerResponseException answer) {
    return isOurs(answer) || answer.getStatusCode() < 500;
  }

  /** Written here, so that headers stay as they are and XML is ours. */
  @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
  public boolean write(
      RequestDetails request,
      BaseServerResponseException answer,
      HttpServletRequest servlet,
      HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.getStatusCode());
    answer
        .getResponseHeaders()
        .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    var outcome = answer.getOperationOutcome();
    if (outcome == null) return false;
    String json = context.newJsonParser().encodeResourceToString(outcome);
    Written.Form.of(request).of(json).to(response);
    return false;
  }

  /** What HAPI refuses by itself gets our shape too. */
  private static BaseServerResponseException coded(BaseServerResponseException answer) {
    if (isOurs(answer) || answer.getStatusCode() < 400) return answer;
    if (String.valueOf(answer.getMessage()).startsWith("Invalid request: The FHIR endpoint")) {
      return Outcomes.notAllowed(
          "not-supported",
          "This server does not do that: its CapabilityStatement at /metadata says what it does.");
    }
    if (answer instanceof ResourceNotFoundException
        && String.valueOf(answer.getMessage()).contains("Unknown resource type")) {
      return Outcomes.with(
          404, IssueType.NOTFOUND, "unknown-type", "R4 has no resource type of this name.");
    }
    IssueType type =
        switch (answer.getStatusCode()) {
          case 404 -> IssueType.NOTFOUND;
          case 405 -> IssueType.NOTSUPPORTED;
          default -> IssueType.INVALID;
        };
    String words = answer.getMessage() == null ? "The request was refused." : answer.getMessage();
    answer.setOperationOutcome(
        Outcomes.of(
            type, "http-" + answer.getStatusCode(), words.replaceFirst("^HAPI-\\d+: ", ""), ""));
    return answer;
  }

  /** SQLSTATE classes 08 (connection), 53 (resources) and 57 (operator intervention). */
  private static boolean isLostDatabase(Throwable accident) {
    for (Throwable cause = accident; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) return true;
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().matches("(08|53|57).*")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOurs(BaseServerResponseException answer) {
    return answer.getOperationOutcome() instanceof OperationOutcome outcome
        && outcome.getIssueFirstRep().getDetails().hasCoding();
  }

  private static String words(StoreUnavailable unavailable) {
    return unavailable.getMessage()
        + ". Try again; with an Idempotency-Key that is safe in any case.";
  }

  private static String top(Throwable accident) {
    StackTraceElement[] trace = accident.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }
}
