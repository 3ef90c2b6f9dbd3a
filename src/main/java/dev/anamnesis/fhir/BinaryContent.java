package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.r4.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Binary holds, for a client that asks for it by its own media type
 * (https://hl7.org/fhir/R4/binary.html#rest).
 */
record BinaryContent(String contentType, byte[] bytes) {

  private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+");
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

  /** Whether a body of this media type is content, and no resource. */
  static boolean is(@Nullable String contentType) {
    if (contentType == null) return false;
    String type = Format.type(contentType);
    return MEDIA_TYPE.matcher(type).matches() && Format.of(type).isEmpty();
  }

  /**
   * A body of another type than FHIR's as the Binary that holds it; whose it is may be said by a
   * header.
   */
  static Read.Document sent(byte[] body, String contentType, Ask ask) {
    var members = new HashMap<String, String>();
    members.put("contentType", new Json.Text(contentType.strip()).text());
    members.put("data", '"' + Base64.getEncoder().encodeToString(body) + '"');
    ask.header("X-Security-Context")
        .ifPresent(
            owner ->
                members.put(
                    "securityContext",
                    "{\"reference\":" + new Json.Text(owner.strip()).text() + '}'));
    String id = ask.path().substring(ask.path().indexOf('/') + 1);
    return new Read.Document(
        "Binary",
        ask.verb().equals("PUT") && !id.equals("Binary") ? Optional.of(id) : Optional.empty(),
        Elements.of(members));
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
