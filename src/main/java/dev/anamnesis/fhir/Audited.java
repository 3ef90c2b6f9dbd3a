package dev.anamnesis.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.audit.Interaction;
import dev.anamnesis.audit.Visit;
import dev.anamnesis.eventstore.StoreUnavailable;
import dev.anamnesis.fhir.Witness.Exchange;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Records each interaction before a byte of its answer is sent. A commit has brought its record
 * along already.
 */
@Interceptor
public final class Audited {

  private static final int FIRST = -1000;

  private final Witness witness;

  Audited(Witness witness) {
    this.witness = witness;
  }

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = FIRST)
  public void answered(ServletRequestDetails request, ResponseDetails details) {
    record(
        request,
        request.getServletRequest(),
        Answer.of(request).orElseGet(() -> without(details.getResponseCode())));
  }

  /** Also where what it is refused for is that it could not be recorded. */
  @Hook(value = Pointcut.SERVER_HANDLE_EXCEPTION, order = FIRST)
  public boolean refused(
      RequestDetails request, BaseServerResponseException answer, HttpServletRequest servlet) {
    try {
      record(request, servlet, without(answer.getStatusCode()));
    } catch (StoreUnavailable e) {
      // The answer says already that something failed, and shows nothing.
    }
    return true;
  }

  private void record(RequestDetails request, HttpServletRequest servlet, Answer answer) {
    if (!Visit.current().map(Visit::isToBeRecorded).orElse(false)) return;
    String path = request.getRequestPath();
    String query = query(request, servlet);
    witness.record(
        List.of(
            new Exchange(
                kind(request, answer),
                path == null ? "" : path,
                query == null ? "" : query,
                answer)));
  }

  /** A posted search's parameters are in its body. */
  private static String query(RequestDetails request, HttpServletRequest servlet) {
    String query = servlet.getQueryString() == null ? "" : servlet.getQueryString();
    boolean posted = servlet.getMethod().equals("POST") && servlet.getPathInfo() != null;
    if (!posted || !servlet.getPathInfo().endsWith("_search")) return query;
    return request.getParameters().entrySet().stream()
        .flatMap(entry -> Arrays.stream(entry.getValue()).map(v -> encoded(entry.getKey(), v)))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String name, String value) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        + '='
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static Answer without(int status) {
    return new Answer(status, Optional.empty(), Optional.empty());
  }

  /** HAPI has one name for batches and transactions; their answers tell. */
  private static boolean isBatch(Answer answer) {
    return answer
        .json()
        .map(json -> json.substring(0, Math.min(json.length(), 150)))
        .filter(head -> head.contains("\"type\":\"batch-response\""))
        .isPresent();
  }

  private static Interaction kind(RequestDetails request, Answer answer) {
    RestOperationTypeEnum operation = request.getRestOperationType();
    if (operation == null) return Interaction.OTHER;
    return switch (operation) {
      case READ -> Interaction.READ;
      case VREAD -> Interaction.VREAD;
      case HISTORY_INSTANCE -> Interaction.HISTORY_INSTANCE;
      case HISTORY_TYPE -> Interaction.HISTORY_TYPE;
      case HISTORY_SYSTEM -> Interaction.HISTORY_SYSTEM;
      case SEARCH_TYPE, GET_PAGE -> Interaction.SEARCH_TYPE;
      case SEARCH_SYSTEM -> Interaction.SEARCH_SYSTEM;
      case METADATA -> Interaction.CAPABILITIES;
      case CREATE -> Interaction.CREATE;
      case UPDATE, UPDATE_REWRITE_HISTORY -> Interaction.UPDATE;
      case PATCH -> Interaction.PATCH;
      case DELETE -> Interaction.DELETE;
      case TRANSACTION -> isBatch(answer) ? Interaction.BATCH : Interaction.TRANSACTION;
      case BATCH -> Interaction.BATCH;
      case EXTENDED_OPERATION_SERVER, EXTENDED_OPERATION_TYPE, EXTENDED_OPERATION_INSTANCE ->
          Interaction.OPERATION;
      case VALIDATE, META, META_ADD, META_DELETE, GRAPHQL_REQUEST -> Interaction.OPERATION;
      case ADD_TAGS, DELETE_TAGS, GET_TAGS -> Interaction.OTHER;
    };
  }
}
