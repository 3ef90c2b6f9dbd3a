package dev.anamnesis.server;

import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets pages of the named origins, and of no others, use this server from a browser
 * (https://fetch.spec.whatwg.org/#http-cors-protocol). Cookies are never part of it.
 */
final class Cors extends Handler.Wrapper {

  private static final List<HttpField> PREFLIGHT =
      List.of(
          new HttpField(
              "Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
          new HttpField(
              "Access-Control-Allow-Headers",
              "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Exist,"
                  + " If-None-Match, Idempotency-Key, Prefer, X-Audit-Client,"
                  + " X-Audit-On-Behalf-Of, X-Audit-Purpose, X-Audit-User, X-Correlation-Id,"
                  + " X-Provenance, X-Request-Id"),
          new HttpField("Access-Control-Max-Age", "600"));

  private static final HttpField EXPOSED =
      new HttpField(
          "Access-Control-Expose-Headers",
          "Accept-Patch, Allow, Content-Location, ETag, Last-Modified, Location, X-Correlation-Id,"
              + " X-Request-Id");

  private final Set<String> origins;

  /**
   * @param origins such as {@code https://app.example.org}; {@code *} for all
   */
  Cors(List<String> origins, Handler handler) {
    super(handler);
    this.origins = Set.copyOf(origins);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields.Mutable headers = response.getHeaders();
    headers.add("Vary", "Origin");
    String origin = request.getHeaders().get("Origin");
    if (origin == null || !origins.contains(origin) && !origins.contains("*")) {
      return super.handle(request, response, callback);
    }
    headers.put("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
    boolean preflight =
        request.getMethod().equals("OPTIONS")
            && request.getHeaders().contains("Access-Control-Request-Method");
    if (!preflight) {
      headers.put(EXPOSED);
      return super.handle(request, response, callback);
    }
    PREFLIGHT.forEach(headers::put);
    response.setStatus(204);
    callback.succeeded();
    return true;
  }
}
