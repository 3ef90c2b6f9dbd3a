package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** Pages of other origins (https://hl7.org/fhir/R4/security.html#cors). */
class CorsTest {

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue("Access-Control-" + name).orElse("none");
  }

  /** What an answer of 200 becomes for a request of that origin. */
  private static HttpResponse<String> answer(List<String> origins, String method, String... headers)
      throws Exception {
    var server = new Server();
    var connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Cors(origins, new Fine()));
    server.start();
    try {
      String base = "http://127.0.0.1:" + connector.getLocalPort();
      return new Client(base).send(method, "/fhir", "", headers);
    } finally {
      server.stop();
    }
  }

  private static final class Fine extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put(HttpHeader.ETAG, "W/\"1\"");
      response.setStatus(200);
      callback.succeeded();
      return true;
    }
  }

  private static final List<String> APP = List.of("https://app.example.org");

  @Test
  void a_named_origin_may_read_the_answer_and_its_headers() throws Exception {
    var answer = answer(APP, "GET", "Origin", "https://app.example.org");

    assertThat(header(answer, "Allow-Origin")).isEqualTo("https://app.example.org");
    assertThat(header(answer, "Expose-Headers")).contains("ETag", "Location", "X-Request-Id");
    assertThat(header(answer, "Allow-Credentials")).isEqualTo("none");
    assertThat(answer.headers().allValues("Vary")).contains("Origin");
  }

  @Test
  void another_origin_may_not() throws Exception {
    for (String origin : List.of("https://evil.example.org", "null", "http://app.example.org")) {
      var answer = answer(APP, "GET", "Origin", origin);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "Allow-Origin")).isEqualTo("none");
    }
  }

  @Test
  void a_preflight_is_answered_without_asking_further() throws Exception {
    var answer =
        answer(
            APP,
            "OPTIONS",
            "Origin",
            "https://app.example.org",
            "Access-Control-Request-Method",
            "PATCH");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Allow-Methods")).contains("PATCH");
    assertThat(header(answer, "Allow-Headers")).contains("Content-Type", "If-Match", "Prefer");
    assertThat(header(answer, "Allow-Headers"))
        .contains("Idempotency-Key", "X-Provenance", "X-Audit-User", "X-Audit-Purpose");
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void a_star_is_for_all() throws Exception {
    assertThat(header(answer(List.of("*"), "GET", "Origin", "https://x.example"), "Allow-Origin"))
        .isEqualTo("*");
  }

  @Test
  void without_the_setting_nothing_is_said() {
    var answer = LiveServer.shared().get("/metadata", "Origin", "https://app.example.org");

    assertThat(header(answer, "Allow-Origin")).isEqualTo("none");
  }

  @Test
  void the_setting_reaches_the_server() {
    try (var server = LiveServer.with("cors-origin", "https://app.example.org")) {
      var answer = server.get("/metadata", "Origin", "https://app.example.org");

      assertThat(header(answer, "Allow-Origin")).isEqualTo("https://app.example.org");
    }
  }
}
