package dev.anamnesis.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code anamnesis constant}: the web server alone, with the same bytes for whatever it is asked.
 * The bench measures reads against it; nothing is stored and nothing is served.
 */
@Command(name = "constant", hidden = true, description = "Answers the same bytes, always.")
final class ConstantCommand implements Callable<Integer> {

  private static final int MOST = 1 << 20;

  @Option(names = "--bytes", description = "Length of the answer's body.")
  private int bytes = 2000;

  private static final class Constant extends HttpServlet {
    private final byte[] body;

    Constant(byte[] body) {
      this.body = body;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("application/fhir+json;charset=UTF-8");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  @Override
  public Integer call() throws BadStart, InterruptedException {
    byte[] body = "x".repeat(Math.clamp(bytes, 1, MOST)).getBytes(StandardCharsets.US_ASCII);
    var settings = new SettingsReader(Map.of("port", "0"), Map.of()).read();
    var beside =
        new Operations(() -> true, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), () -> "");
    try (var web = WebServer.start(settings, new Constant(body), beside)) {
      System.out.printf("Anamnesis serves http://127.0.0.1:%d/fhir (a constant)%n", web.port());
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
