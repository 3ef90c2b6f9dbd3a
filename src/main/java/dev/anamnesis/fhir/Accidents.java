package dev.anamnesis.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.eventstore.StoreUnavailable;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever was not foreseen into an answer that tells a client what to do and nothing else.
 */
@Interceptor
public final class Accidents {

  private static final Logger LOG = LoggerFactory.getLogger(Accidents.class);

  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public BaseServerResponseException answer(Throwable accident) {
    return switch (accident) {
      case BaseServerResponseException answer -> coded(answer);
      case BodyTooLarge large -> Outcomes.tooLarge(large.most());
      case StoreUnavailable unavailable -> {
        LOG.warn("store unavailable: {}", unavailable.getMessage());
        yield Outcomes.with(503, IssueType.TRANSIENT, "store-unavailable", words(unavailable));
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

  /** What HAPI refuses by itself gets our shape too. */
  private static BaseServerResponseException coded(BaseServerResponseException answer) {
    if (answer.getOperationOutcome() != null || answer.getStatusCode() < 400) return answer;
    IssueType type =
        switch (answer.getStatusCode()) {
          case 404 -> IssueType.NOTFOUND;
          case 405 -> IssueType.NOTSUPPORTED;
          default -> answer.getStatusCode() >= 500 ? IssueType.EXCEPTION : IssueType.INVALID;
        };
    String words = answer.getMessage() == null ? "The request was refused." : answer.getMessage();
    answer.setOperationOutcome(
        Outcomes.of(
            type, "http-" + answer.getStatusCode(), words.replaceFirst("^HAPI-\\d+: ", ""), ""));
    return answer;
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
