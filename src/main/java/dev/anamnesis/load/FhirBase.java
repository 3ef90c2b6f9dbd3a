package dev.anamnesis.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/** A FHIR server's base URL, to which Bundles are POSTed. */
final class FhirBase {

  private static final int MOST_TRIES = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final URI url;
  private final Duration pause;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * @param pause before the first repeat; it doubles with each
   */
  FhirBase(URI url, Duration pause) {
    this.url = url;
    this.pause = pause;
  }

  /** The answer to the last try. */
  record Reply(int status, String body) {}

  /**
   * Sends it until it is answered with something else than 429 or 503, six times at most.
   *
   * @param key the request's Idempotency-Key; a server that knows it carries out one of them
   * @param repeatable false where a request whose answer was lost must not be sent again
   */
  Reply post(String bundle, String key, boolean repeatable)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json")
            .header("Prefer", "return=minimal")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(bundle))
            .build();
    Duration wait = pause;
    for (int tries = 1; ; tries++) {
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        boolean busy = response.statusCode() == 503 || response.statusCode() == 429;
        if (!busy || tries == MOST_TRIES) return new Reply(response.statusCode(), response.body());
      } catch (java.net.ConnectException e) {
        if (tries == MOST_TRIES) throw e;
      } catch (IOException e) {
        if (!repeatable || tries == MOST_TRIES) throw e;
      }
      Thread.sleep(wait);
      wait = wait.multipliedBy(2);
    }
  }
}
