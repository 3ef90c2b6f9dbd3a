package dev.anamnesis.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;

/**
 * Refuses what no interaction could make sense of: methods FHIR does not know, and URLs, charsets
 * and forms that cannot be decoded. Without it these would look like faults of ours.
 */
final class SoundRequests extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!METHODS.contains(request.getMethod())) {
      response.setHeader("Allow", String.join(", ", METHODS));
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (!"/fhir".equals(request.getServletPath())) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else if (!isUtf8(request)) {
      response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
    } else if (!isDecoded(request)) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** https://hl7.org/fhir/R4/http.html#mime-type; ASCII is part of it. */
  private static boolean isUtf8(HttpServletRequest request) {
    String charset = request.getCharacterEncoding();
    return charset == null
        || charset.equalsIgnoreCase("UTF-8")
        || charset.equalsIgnoreCase("US-ASCII");
  }

  /** Jetty keeps what it decodes here for those that ask later. */
  private static boolean isDecoded(HttpServletRequest request) {
    try {
      request.getParameterMap();
      return true;
    } catch (RuntimeException e) {
      if (e instanceof HttpException) return false;
      throw e;
    }
  }
}
