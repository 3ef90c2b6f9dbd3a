package dev.anamnesis.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.eventstore.Recorded;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Writes an {@link Answer}'s own text: no HAPI parse or encode. */
@Interceptor
public final class RawResponses {

  private final Subsets subsets;
  private final KeptText kept;

  /**
   * @param kept the text that is served most and never changes
   */
  RawResponses(FhirContext context, KeptText kept) {
    this.subsets = new Subsets(context);
    this.kept = kept;
  }

  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public boolean write(ServletRequestDetails request, ResponseDetails details) throws IOException {
    var found = Answer.of(request);
    if (found.isEmpty()) return true;
    Answer answer = found.get();
    HttpServletResponse response = request.getServletResponse();
    answer.version().ifPresent(version -> headers(response, version));
    Optional<String> location = answer.version().map(version -> location(request, version));
    boolean made =
        answer.status() == 201 || request.getRestOperationType() == RestOperationTypeEnum.CREATE;
    if (made) location.ifPresent(url -> response.setHeader("Location", url));
    response.setStatus(answer.status());
    Optional<BinaryContent> content = BinaryContent.of(request);
    if (content.isPresent()) {
      content.get().to(response);
    } else if (answer.json().isPresent()) {
      String json = answer.json().get();
      boolean shown = !json.startsWith(Writes.SUCCESS);
      if (shown) location.ifPresent(url -> response.setHeader("Content-Location", url));
      Subset subset = Wish.of(request).subset();
      written(Written.Form.of(request), shown ? subsets.cut(subset, json) : json).to(response);
    }
    return false;
  }

  private Written written(Written.Form form, String json) {
    return kept.is(json) ? kept.in(form) : form.of(json);
  }

  private static String location(ServletRequestDetails request, Recorded version) {
    String base = request.getServerBaseForRequest();
    return base + '/' + version.stream().path() + "/_history/" + version.version();
  }

  static void headers(HttpServletResponse response, Recorded version) {
    response.setHeader("ETag", "W/\"" + version.version() + '"');
    response.setHeader("Last-Modified", httpDate(version.recordedAt()));
  }

  static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }
}
