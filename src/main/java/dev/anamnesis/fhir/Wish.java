package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * How a client wants its answer (https://hl7.org/fhir/R4/http.html#parameters).
 *
 * @param content what a Binary holds is wanted, not the Binary
 */
record Wish(Format format, boolean pretty, Subset subset, boolean content) {

  private static final String KEY = "dev.anamnesis.wish";

  /** As it was read when the request came; what can be made of it where it was refused. */
  static Wish of(RequestDetails request) {
    if (request.getUserData().get(KEY) instanceof Wish wish) return wish;
    return new Wish(format(request).orElse(Format.JSON), false, new Subset.All(), false);
  }

  /** Reads and keeps it: before anything is done that could not be answered. */
  static void keep(RequestDetails request) {
    Optional<Format> format = format(request);
    boolean content = format.isEmpty() && isBinary(request);
    if (format.isEmpty() && !content) throw notAcceptable();
    var subset = Subset.of(values(request, "_summary"), values(request, "_elements"));
    request
        .getUserData()
        .put(KEY, new Wish(format.orElse(Format.JSON), pretty(request), subset, content));
  }

  static RuntimeException notAcceptable() {
    return Outcomes.with(
        406,
        IssueType.NOTSUPPORTED,
        "not-acceptable",
        "Answers come as application/fhir+json or application/fhir+xml, of FHIR 4.0.");
  }

  private static boolean isBinary(RequestDetails request) {
    boolean reads =
        request.getRequestType() == RequestTypeEnum.GET
            || request.getRequestType() == RequestTypeEnum.HEAD;
    return reads
        && String.valueOf(request.getRequestPath()).startsWith("Binary/")
        && values(request, "_format").isEmpty();
  }

  private static List<String> values(RequestDetails request, String name) {
    String[] values = request.getParameters().get(name);
    return values == null ? List.of() : List.of(values);
  }

  private static boolean pretty(RequestDetails request) {
    return switch (values(request, "_pretty").stream().findFirst().orElse("false")) {
      case "false" -> false;
      case "true", "" -> true;
      default -> throw Outcomes.invalid("bad-parameter", "_pretty takes true or false.");
    };
  }

  /** Empty where the client takes none of ours. */
  private static Optional<Format> format(RequestDetails request) {
    Optional<String> asked = values(request, "_format").stream().findFirst();
    if (asked.isPresent()) return asked.flatMap(Wish::named);
    Format usual =
        Optional.ofNullable(request.getHeader("Content-Type"))
            .flatMap(type -> Format.of(Format.type(type)))
            .orElse(Format.JSON);
    List<String> headers = request.getHeaders("Accept");
    String accept = String.join(",", headers);
    return accept.isBlank() ? Optional.of(usual) : new Accepted(accept).best(usual);
  }

  /** A plus in a URL that was not escaped has become a space. */
  private static Optional<Format> named(String value) {
    if (!Format.isR4(value)) return Optional.empty();
    String type = Format.type(value).replace(' ', '+');
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "json" -> Optional.of(Format.JSON);
      case "xml" -> Optional.of(Format.XML);
      default -> Format.of(type);
    };
  }
}
