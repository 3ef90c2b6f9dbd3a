package dev.anamnesis.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.fhir.json.XmlWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private final XmlWriter xml = new XmlWriter();

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
    if (answer.json().isPresent() && isPartial(request)) {
      details.setResponseResource(context.newJsonParser().parseResource(answer.json().get()));
      details.setResponseCode(answer.status());
      return true;
    }
    response.setStatus(answer.status());
    if (answer.json().isPresent()) body(request, response, answer.json().get());
    return false;
  }

  private static boolean isPartial(ServletRequestDetails request) {
    var parameters = request.getParameters();
    return parameters.containsKey("_summary") || parameters.containsKey("_elements");
  }

  static void headers(HttpServletResponse response, Recorded version) {
    response.setHeader("ETag", "W/\"" + version.version() + '"');
    response.setHeader("Last-Modified", httpDate(version.recordedAt()));
  }

  static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  private void body(ServletRequestDetails request, HttpServletResponse response, String json)
      throws IOException {
    byte[] bytes;
    if (wantsXml(request)) {
      response.setContentType("application/fhir+xml;charset=UTF-8");
      bytes = xml.write(json.getBytes(StandardCharsets.UTF_8));
    } else {
      response.setContentType("application/fhir+json;charset=UTF-8");
      String text = isPretty(request) ? Pretty.print(json) : json;
      bytes = text.getBytes(StandardCharsets.UTF_8);
    }
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static boolean isPretty(ServletRequestDetails request) {
    String[] pretty = request.getParameters().get("_pretty");
    return pretty != null && pretty.length > 0 && !pretty[0].equals("false");
  }

  private static boolean wantsXml(ServletRequestDetails request) {
    var encoding =
        RestfulServerUtils.determineResponseEncodingNoDefault(request, EncodingEnum.JSON);
    return encoding != null && encoding.getEncoding() == EncodingEnum.XML;
  }
}
