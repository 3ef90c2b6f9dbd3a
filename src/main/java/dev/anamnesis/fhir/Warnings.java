package dev.anamnesis.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.projection.Notices;

/**
 * Tells by a {@code Warning} header what was noticed of a write that is recorded all the same (RFC
 * 7234, section 5.5).
 */
@Interceptor(order = -1)
public final class Warnings {

  private final Notices notices;

  Warnings(Notices notices) {
    this.notices = notices;
  }

  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public boolean warn(ServletRequestDetails request) {
    if (request.getRequestType().name().equals("GET")) return true;
    Answer.of(request)
        .flatMap(Answer::version)
        .ifPresent(
            version -> {
              notices
                  .duplicate(version.position())
                  .ifPresent(order -> warn(request, "duplicate-order: " + order));
              notices
                  .missing(version.position())
                  .ifPresent(target -> warn(request, "reference-to-nothing: " + target));
            });
    return true;
  }

  private static void warn(ServletRequestDetails request, String words) {
    request.getServletResponse().addHeader("Warning", "299 anamnesis \"" + words + '"');
  }
}
