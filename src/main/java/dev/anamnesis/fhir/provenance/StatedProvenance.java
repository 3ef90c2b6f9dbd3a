package dev.anamnesis.fhir.provenance;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.audit.Visit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.Validity;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.r4.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The {@code X-Provenance} header (https://hl7.org/fhir/R4/provenance.html#header): a Provenance in
 * JSON without target, said of all that the request changes. It is read as strictly as a body.
 */
@Interceptor
public final class StatedProvenance {

  private static final String HEADER = "X-Provenance";
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** What a Provenance cannot be without, and the server says. */
  private static final Json TARGET =
      Json.parse("[{\"reference\":\"Basic/what-is-written/_history/1\"}]");

  private static final Json RECORDED = new Json.Text("2000-01-01T00:00:00Z");

  private final ResourceReader reader = new ResourceReader();

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public boolean read(ServletRequestDetails request) {
    List<String> headers = request.getHeaders(HEADER);
    if (headers == null || headers.isEmpty()) return true;
    if (READING.contains(request.getServletRequest().getMethod())) return true;
    if (headers.size() > 1) {
      throw Outcomes.invalid("provenance-header", "X-Provenance is given more than once.");
    }
    String stated = stated(sent(headers.getFirst()));
    Visit.current().ifPresent(visit -> visit.states(stated));
    return true;
  }

  /** Headers come as ISO 8859-1; what is UTF-8 is read as that. */
  private static String sent(String header) {
    byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? text : header;
  }

  private String stated(String header) {
    Json.Obj sent = object(header);
    if (sent.get("target").isPresent()) {
      throw Outcomes.invalid(
          "provenance-header",
          "X-Provenance holds a Provenance without target: its targets are what the request writes.");
    }
    Json.Obj whole = sent.with("target", TARGET);
    if (sent.get("recorded").isEmpty()) whole = whole.with("recorded", RECORDED);
    return switch (reader.read(whole.text().getBytes(StandardCharsets.UTF_8), "Provenance")) {
      case Read.Invalid(var problems) -> throw Outcomes.invalid(problems);
      case Read.Document document -> {
        Elements checked = Validity.keepingR4("Provenance", document.elements());
        boolean told = sent.get("recorded").isPresent();
        yield checked.without(told ? Set.of("target") : Set.of("target", "recorded")).json();
      }
    };
  }

  private static Json.Obj object(String header) {
    try {
      if (Json.parse(header) instanceof Json.Obj object) return object;
    } catch (Json.Malformed e) {
      // told below
    }
    throw Outcomes.invalid("provenance-header", "X-Provenance is not a JSON object.");
  }
}
