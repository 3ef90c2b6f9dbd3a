package dev.anamnesis.fhir;

import dev.anamnesis.audit.Caller;
import jakarta.servlet.http.HttpServletRequest;

/** Who a request says it comes from: nothing proves it yet. */
final class Callers {

  private Callers() {}

  static Caller of(HttpServletRequest request) {
    return new Caller(
        header(request, "X-Audit-User"),
        header(request, "X-Audit-Client"),
        header(request, "X-Audit-On-Behalf-Of"),
        header(request, "X-Audit-Purpose"),
        request.getRemoteAddr() == null ? "" : request.getRemoteAddr());
  }

  private static String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value.strip();
  }
}
