package dev.anamnesis.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code anamnesis rehearse}: a start, what clients ask most, and a stop, on data that is thrown
 * away. The launcher runs it once after a build, for Java to record what a start needs.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Starts on data that is thrown away, asks what clients ask, and stops.")
final class RehearseCommand implements Callable<Integer> {

  private record Step(String method, String path, String body) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("GET", "/metadata", ""),
          new Step(
              "PUT",
              "/Patient/a",
              "{\"resourceType\":\"Patient\",\"id\":\"a\",\"identifier\":[{\"system\":\"urn:x\",\"value\":\"1\"}],"
                  + "\"name\":[{\"family\":\"Berg\",\"given\":[\"Ann\"]}],\"birthDate\":\"1980-01-31\"}"),
          new Step("GET", "/Patient/a", ""),
          new Step("POST", "/Patient", "{\"resourceType\":\"Patient\",\"active\":true}"),
          new Step("GET", "/Patient?identifier=1&name=berg", ""),
          new Step("GET", "/Patient/a/_history", ""),
          new Step("GET", "/_history", ""),
          new Step("GET", "/Patient/nobody", ""),
          new Step("DELETE", "/Patient/a", ""));

  @Override
  public Integer call() throws BadStart, IOException, InterruptedException {
    Path data = Files.createTempDirectory("anamnesis-rehearsal");
    var flags = Map.of("port", "0", "data", data.resolve("data").toString());
    try (App app = App.start(new SettingsReader(flags, Map.of()).read());
        HttpClient client = HttpClient.newHttpClient()) {
      for (Step step : STEPS) ask(client, app.url(), step);
    } finally {
      remove(data);
    }
    return 0;
  }

  private static void ask(HttpClient client, String base, Step step)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(base + step.path()));
    request.header("Content-Type", "application/fhir+json");
    request.method(
        step.method(),
        step.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(step.body()));
    int status = client.send(request.build(), BodyHandlers.ofString()).statusCode();
    if (status >= 500) throw new IllegalStateException("the rehearsal met a " + status);
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
