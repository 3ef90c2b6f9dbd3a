package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.domain.Elements;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * What a Binary holds, for a client that asks for it by its own media type
 * (https://hl7.org/fhir/R4/binary.html#rest).
 */
record BinaryContent(String contentType, byte[] bytes) {

  private static final String KEY = "dev.anamnesis.binary";

  /** Leaves the content for {@link RawResponses}; 406 where the client does not take its type. */
  static void leave(Answer answer, RequestDetails request) {
    if (!Wish.of(request).content() || answer.json().isEmpty()) return;
    Elements binary = Elements.parse(answer.json().get());
    String type = binary.text("contentType").orElse("");
    if (!new Accepted(String.join(",", request.getHeaders("Accept"))).takes(Format.type(type))) {
      throw Wish.notAcceptable();
    }
    byte[] bytes = Base64.getMimeDecoder().decode(binary.text("data").orElse(""));
    request.getUserData().put(KEY, new BinaryContent(type, bytes));
  }

  static Optional<BinaryContent> of(RequestDetails request) {
    return request.getUserData().get(KEY) instanceof BinaryContent content
        ? Optional.of(content)
        : Optional.empty();
  }

  /** Never as part of a page of this server: whoever wrote it may be anyone. */
  void to(HttpServletResponse response) throws IOException {
    response.setContentType(contentType);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Disposition", "attachment");
    response.setHeader("Content-Security-Policy", "sandbox");
    response.addHeader("Vary", "Accept");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
