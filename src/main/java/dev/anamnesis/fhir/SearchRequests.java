package dev.anamnesis.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.fhir.search.SearchPath;
import dev.anamnesis.fhir.search.Searching;
import dev.anamnesis.projection.ResourceTypes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Answers searches itself, before HAPI looks for a method: one door for all types and forms. */
@Interceptor
public final class SearchRequests {

  private final Searching searching;
  private final ResourceTypes types;

  SearchRequests(Searching searching, ResourceTypes types) {
    this.searching = searching;
    this.types = types;
  }

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public boolean search(ServletRequestDetails request) {
    String path = Ask.path(request);
    boolean posted =
        request.getRequestType() == RequestTypeEnum.POST
            && (path.equals("_search") || path.endsWith("/_search"));
    boolean gotten =
        request.getRequestType() == RequestTypeEnum.GET
            || request.getRequestType() == RequestTypeEnum.HEAD;
    Optional<SearchPath> search = SearchPath.of(path, types);
    if (!posted && !gotten || search.isEmpty()) return true;
    request.setRestOperationType(
        search.get() instanceof SearchPath.Whole
            ? RestOperationTypeEnum.SEARCH_SYSTEM
            : RestOperationTypeEnum.SEARCH_TYPE);
    Answer answer = searching.search(Ask.of(request));
    send(request, answer);
    return false;
  }

  /** By the way of all answers, so that it is recorded and written like them. */
  static void send(ServletRequestDetails request, Answer answer) {
    answer.on(request);
    var details = new ResponseDetails();
    details.setResponseCode(answer.status());
    var parameters =
        new HookParams()
            .add(RequestDetails.class, request)
            .add(ServletRequestDetails.class, request)
            .add(IBaseResource.class, null)
            .add(ResponseDetails.class, details)
            .add(HttpServletRequest.class, request.getServletRequest())
            .add(HttpServletResponse.class, request.getServletResponse());
    request.getInterceptorBroadcaster().callHooks(Pointcut.SERVER_OUTGOING_RESPONSE, parameters);
  }
}
