package dev.anamnesis.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
final class Operations extends Handler.Abstract {

  private final BooleanSupplier ready;
  private final PrometheusMeterRegistry metrics;
  private final Supplier<String> remark;

  /**
   * @param remark what is worth a line besides; empty for nothing
   */
  Operations(BooleanSupplier ready, PrometheusMeterRegistry metrics, Supplier<String> remark) {
    this.ready = ready;
    this.metrics = metrics;
    this.remark = remark;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    return switch (Request.getPathInContext(request)) {
      case "/health/live" -> write(response, callback, 200, "live\n");
      case "/health/ready" ->
          ready.getAsBoolean()
              ? write(response, callback, 200, "ready\n" + remark.get())
              : write(response, callback, 503, "the database does not answer\n");
      case "/metrics" -> write(response, callback, 200, metrics.scrape());
      default -> false;
    };
  }

  private static boolean write(Response response, Callback callback, int status, String text) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=UTF-8");
    response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
