package dev.anamnesis.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** What is asked of every request before anything is done for it. */
@Interceptor
public final class Manners {

  private static final Pattern HISTORY = Pattern.compile("(.*/)?_history(/[^/$]*)?");
  private static final Pattern OPERATION_ON_VERSION = Pattern.compile(".*/_history/.*\\$.*");

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void check(ServletRequestDetails request) {
    Wish.keep(request);
    if (Preference.of(request.getHeaders("Prefer")).async()) {
      throw Outcomes.with(
          400,
          IssueType.NOTSUPPORTED,
          "async-unsupported",
          "This server answers at once: leave Prefer: respond-async out.");
    }
    String path = Ask.path(request);
    checkMethod(request, path);
    if (Wish.of(request).subset() instanceof Subset.Count && !isCounted(request, path)) {
      throw Outcomes.invalid("bad-parameter", "_summary=count is for searches and histories.");
    }
    checkContentType(request.getServletRequest().getContentType());
  }

  /** HAPI would take the version out of a URL and do what is asked to the resource itself. */
  private static void checkMethod(ServletRequestDetails request, String path) {
    RequestTypeEnum method = request.getRequestType();
    boolean reads = method == RequestTypeEnum.GET || method == RequestTypeEnum.HEAD;
    if (method == RequestTypeEnum.POST && isInstance(path)) {
      throw notAllowed(
          "A resource is updated with PUT or PATCH; POST its type to create one.", path);
    }
    if (!reads && HISTORY.matcher(path).matches()) {
      throw notAllowed("A history is only read: write or delete the resource itself.", path);
    }
    if (path.indexOf('$') >= 0
        && OPERATION_ON_VERSION.matcher(path).matches()
        && !path.endsWith("/$meta")) {
      throw notAllowed("Of a version $meta alone can be asked: ask the resource itself.", path);
    }
    // Operations are known by GET and POST alone; of the answer no body is sent.
    if (method == RequestTypeEnum.HEAD && path.contains("$")) {
      request.setRequestType(RequestTypeEnum.GET);
    }
  }

  private static RuntimeException notAllowed(String words, String path) {
    var refusal = Outcomes.notAllowed("not-supported", words);
    refusal.addResponseHeader("Allow", allowed(path));
    return refusal;
  }

  /** UTF-8 and R4 are all that comes in (https://hl7.org/fhir/R4/http.html#mime-type). */
  private static void checkContentType(@org.jspecify.annotations.Nullable String contentType) {
    if (contentType == null) return;
    boolean utf8 =
        Format.parameter(contentType, "charset").stream()
            .allMatch(charset -> charset.equals("utf-8") || charset.equals("utf8"));
    if (!utf8 || !Format.isR4(contentType)) {
      throw Outcomes.with(
          415, IssueType.NOTSUPPORTED, "media-type", "Send the body in UTF-8, and as FHIR 4.0.");
    }
  }

  /** {@code Patient/1}. */
  private static boolean isInstance(String path) {
    String[] parts = path.split("/", -1);
    return parts.length == 2 && !parts[1].startsWith("_") && !parts[1].startsWith("$");
  }

  private static boolean isCounted(ServletRequestDetails request, String path) {
    return switch (request.getRequestType()) {
      case GET, HEAD -> !isInstance(path) && !path.matches("[^/]+/[^/]+/_history/[^/]+");
      case POST -> path.endsWith("_search");
      default -> false;
    };
  }

  /** What may be done here; at the base HAPI answers with the CapabilityStatement. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED)
  public boolean options(HttpServletRequest request, HttpServletResponse response) {
    String info = request.getPathInfo();
    if (!request.getMethod().equals("OPTIONS") || info == null || info.equals("/")) return true;
    response.setStatus(204);
    response.setHeader("Allow", allowed(info.substring(1)));
    response.setHeader("Accept-Patch", PatchBody.TAKEN);
    return false;
  }

  private static String allowed(String path) {
    if (isInstance(path)) return "GET, HEAD, PUT, PATCH, DELETE, OPTIONS";
    if (path.indexOf('/') < 0 && path.matches("[A-Z][A-Za-z]*")) {
      return "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    }
    boolean reads = path.equals("metadata") || path.contains("_history");
    return reads ? "GET, HEAD, OPTIONS" : "GET, HEAD, POST, OPTIONS";
  }
}
