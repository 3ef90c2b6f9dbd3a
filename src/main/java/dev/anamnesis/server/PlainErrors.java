package dev.anamnesis.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses by itself, as an OperationOutcome without a stack. */
final class PlainErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String code =
        switch (status) {
          case 404 -> "not-found";
          case 405, 415 -> "not-supported";
          default -> status >= 500 ? "exception" : "invalid";
        };
    String words =
        switch (status) {
          case 400 ->
              "The URL, a header or a form cannot be decoded: a % takes two hexadecimal digits, and text is UTF-8.";
          case 404 -> "Nothing is served at this address: FHIR is under /fhir.";
          case 405 -> "FHIR does not know this HTTP method.";
          case 415 -> "FHIR is sent as UTF-8: leave the charset out, or say UTF-8.";
          case 414, 431 -> "The URL or the headers are too long.";
          default -> "The request was refused: %s.".formatted(HttpStatus.getMessage(status));
        };
    String body =
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"%s","details":{"coding":[{"system":"https://anamnesis.dev/codes","code":"http-%d"}]},"diagnostics":"%s"}]}"""
            .formatted(code, status, words);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/fhir+json;charset=UTF-8");
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
