package dev.anamnesis.server;

import dev.anamnesis.fhir.FhirServer;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Echoes a client's {@code X-Request-Id}, or makes one, so that a report can be followed, and its
 * {@code X-Correlation-Id} (https://hl7.org/fhir/R4/http.html#custom).
 */
final class RequestIds extends Handler.Wrapper {

  private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  RequestIds(Handler handler) {
    super(handler);
  }

  /** A random UUID (version 4) that tells requests apart and need not be hard to guess. */
  private static String made() {
    var random = ThreadLocalRandom.current();
    long high = random.nextLong() & ~0xF000L | 0x4000L;
    return new UUID(high, random.nextLong() >>> 2 | Long.MIN_VALUE).toString();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String given = request.getHeaders().get("X-Request-Id");
    boolean sound = given != null && SOUND.matcher(given).matches();
    String id = sound && given != null ? given : made();
    request.setAttribute(FhirServer.REQUEST_ID, id);
    response.getHeaders().put("X-Request-Id", id);
    String correlation = request.getHeaders().get("X-Correlation-Id");
    if (correlation != null && SOUND.matcher(correlation).matches()) {
      response.getHeaders().put("X-Correlation-Id", correlation);
    }
    return super.handle(request, response, callback);
  }
}
