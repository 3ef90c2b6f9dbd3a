package dev.anamnesis.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP to one server; a lost connection is an answer of its own. */
public record Client(String base) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** The server went away; whether the request was carried out is not known. */
  public static final class Lost extends Exception {
    Lost(Exception cause) {
      super(cause);
    }
  }

  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Lost {
    String address = path.startsWith("http") ? path : base + path;
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(60));
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty() && !java.util.List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/fhir+json");
    }
    if (headers.length > 0) request.headers(headers);
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Lost(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Lost(e);
    }
  }

  /** The version an answer speaks of: {@code W/"3"}. */
  public static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElse("");
  }
}
