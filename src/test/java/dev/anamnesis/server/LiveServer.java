package dev.anamnesis.server;

import dev.anamnesis.eventstore.FoldCheck;
import dev.anamnesis.eventstore.seal.MasterKey;
import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** One real server on a real PostgreSQL for a test run, and a client for it. */
public final class LiveServer implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final LiveServer SHARED = new LiveServer(Map.of());

  final Path data;
  private final App app;

  private LiveServer(Map<String, String> settings) {
    try {
      data = Files.createTempDirectory(Path.of("target"), "live");
      var flags = new HashMap<>(settings);
      flags.put("port", "0");
      flags.put("data", data.toString());
      app = App.start(new SettingsReader(flags, Map.of()).read());
      Runtime.getRuntime().addShutdownHook(new Thread(app::close));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BadStart e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with two settings. */
  public static LiveServer with(String setting, String value, String other, String its) {
    return new LiveServer(Map.of(setting, value, other, its));
  }

  /** One more, set otherwise; to be closed. */
  public static LiveServer with(String setting, String value) {
    return new LiveServer(Map.of(setting, value));
  }

  /** One more, set otherwise in several ways; to be closed. */
  public static LiveServer with(Map<String, String> settings) {
    return new LiveServer(settings);
  }

  /** Folds all that was ever written to it and compares it with what is served; how much it was. */
  public long checkFold() throws Exception {
    var random = new SecureRandom();
    try (var pool = Pool.open(databaseUrl(), Optional.of("postgres"), Optional.empty())) {
      Jdbi jdbi = Jdbi.create(pool);
      var master = MasterKey.fromFile(data.resolve("master.key"));
      return FoldCheck.check(jdbi, new Sealer(new PostgresKeyVault(jdbi, master, random), random));
    }
  }

  /** Its own PostgreSQL; the user is postgres. */
  public String databaseUrl() throws IOException {
    String port = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3).strip();
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() {
    app.close();
  }

  public static LiveServer shared() {
    return SHARED;
  }

  public String url() {
    return app.url();
  }

  /** A body of any bytes. */
  public HttpResponse<String> post(String path, byte[] body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(url() + path));
    request.POST(BodyPublishers.ofByteArray(body)).headers(headers);
    return exchange(request.build());
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  public HttpResponse<String> post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  public HttpResponse<String> put(String path, String body, String... headers) {
    return send("PUT", path, body, headers);
  }

  public HttpResponse<String> delete(String path, String... headers) {
    return send("DELETE", path, "", headers);
  }

  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    String address = path.startsWith("http") ? path : url() + path;
    var request = HttpRequest.newBuilder(URI.create(address));
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty() && !java.util.Arrays.asList(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/fhir+json");
    }
    if (headers.length > 0) request.headers(headers);
    return exchange(request.build());
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
