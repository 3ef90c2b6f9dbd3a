package dev.anamnesis.fhir;

import java.util.List;
import java.util.Locale;

/**
 * The Prefer header (RFC 7240, https://hl7.org/fhir/R4/http.html#ops); what is not known is
 * ignored, as it asks.
 */
record Preference(Return body, boolean async) {

  /** What a write is answered with. */
  enum Return {
    MINIMAL,
    REPRESENTATION,
    OUTCOME
  }

  static Preference of(List<String> headers) {
    Return body = Return.REPRESENTATION;
    boolean async = false;
    for (String part : String.join(",", headers).split("[,;]", 50)) {
      String preference = part.replace("\"", "").replace(" ", "").toLowerCase(Locale.ROOT);
      switch (preference) {
        case "return=minimal" -> body = Return.MINIMAL;
        case "return=operationoutcome" -> body = Return.OUTCOME;
        case "respond-async" -> async = true;
        default -> {}
      }
    }
    return new Preference(body, async);
  }
}
