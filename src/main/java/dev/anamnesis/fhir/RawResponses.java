package dev.anamnesis.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.eventstore.Recorded;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes an {@link Answer}'s own text: no HAPI parse or encode. Only {@code _summary} and {@code
 * _elements} go through HAPI.
 */
@Interceptor
public final class RawResponses {

  private final FhirContext context;

  RawResponses(FhirContext context) {
    this.context = context;
  }

  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public boolean write(ServletRequestDetails request, ResponseDetails details) throws IOException {
    var found = Answer.of(request);
    if (found.isEmpty()) return true;
    Answer answer = found.get();
    HttpServletResponse response = request.getServletResponse();
    answer.version().ifPresent(version -> headers(response, version));
    if (answer.status() == 201 && answer.version().isPresent()) {
      Recorded made = answer.version().get();
      response.setHeader(
          "Location",
          request.getServerBaseForRequest()
              + '/'
              + made.stream().path()
              + "/_history/"
              + made.version());
    }
    response.setStatus(answer.status());
    if (answer.json().isPresent()) {
      String json = answer.json().get();
      Written.of(request, isPartial(request) ? partial(request, json) : json).to(response);
    }
    return false;
  }

  /** What {@code _summary} or {@code _elements} leave of it, tagged SUBSETTED, by HAPI. */
  private String partial(ServletRequestDetails request, String json) {
    var parser = context.newJsonParser();
    RestfulServerUtils.configureResponseParser(request, parser);
    return parser
        .setPrettyPrint(false)
        .encodeResourceToString(context.newJsonParser().parseResource(json));
  }

  private static boolean isPartial(ServletRequestDetails request) {
    var parameters = request.getParameters();
    String[] summary = parameters.get("_summary");
    boolean whole = summary == null || summary[0].equals("false") || summary[0].equals("count");
    return !whole || parameters.containsKey("_elements");
  }

  static void headers(HttpServletResponse response, Recorded version) {
    response.setHeader("ETag", "W/\"" + version.version() + '"');
    response.setHeader("Last-Modified", httpDate(version.recordedAt()));
  }

  static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }
}
