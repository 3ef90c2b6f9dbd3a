package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The samples' pollers while the server is killed under them, and they too. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SamplePollersTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SAMPLES = Path.of("samples/integration-engine");

  /** A poller in a process of its own. */
  private record Polling(Process process, BufferedReader names) {

    static Polling start(List<String> command, String base, Path folder) throws IOException {
      var all = new ArrayList<>(command);
      all.addAll(List.of(base, folder.toString()));
      Process process =
          new ProcessBuilder(all).redirectError(folder.resolveSibling("err.txt").toFile()).start();
      return new Polling(
          process,
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** Until it has dealt with this version. */
    void until(String name) throws IOException {
      for (String line = names.readLine(); !name.equals(line); line = names.readLine()) {
        assertThat(line).as("it ended before " + name).isNotNull();
      }
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static ServerProcess serve(Path data, int port) throws IOException {
    return ServerProcess.start(data, Integer.toString(port));
  }

  /** Some creates, updates, deletes and a transaction; the name of the last version. */
  private static String write(Client client, int from) throws Exception {
    String last = "";
    for (int n = from; n < from + 12; n++) {
      String id = "p" + n % 5;
      var answer =
          n % 4 == 3
              ? client.send("DELETE", "/Person/" + id, "")
              : client.send(
                  "PUT",
                  "/Person/" + id,
                  "{\"resourceType\":\"Person\",\"id\":\"%s\",\"name\":[{\"text\":\"%d\"}]}"
                      .formatted(id, n));
      assertThat(answer.statusCode()).isIn(200, 201, 204);
    }
    String entry =
        "{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}}";
    var group =
        client.send(
            "POST",
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s,%s,%s]}"
                .formatted(entry, entry, entry));
    for (JsonNode each : JSON.readTree(group.body()).path("entry")) {
      last = each.at("/response/location").asText();
    }
    return last;
  }

  private static List<String> all(Client client) throws Exception {
    var names = new ArrayList<String>();
    var page = client.send("GET", "/_history?_sort=_lastUpdated&_count=1000", "");
    for (JsonNode entry : JSON.readTree(page.body()).path("entry")) {
      String location = entry.at("/response/location").asText();
      String type = location.substring(location.indexOf("/fhir/") + 6);
      names.add(type + " " + (entry.has("resource") ? type.split("/")[0] : "deleted"));
    }
    return names;
  }

  @Test
  void each_version_is_dealt_with_once_and_in_order() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    List<List<String>> pollers =
        List.of(
            List.of("node", SAMPLES.resolve("poller.mjs").toString()),
            List.of(java, "-Xmx64m", SAMPLES.resolve("Poller.java").toString()));
    Path data = Files.createTempDirectory(Path.of("target"), "polled");
    int port = freePort();
    String base = "http://127.0.0.1:" + port + "/fhir";
    var folders = new ArrayList<Path>();
    var running = new ArrayList<Polling>();
    for (var command : pollers) {
      Path folder = Files.createTempDirectory(Path.of("target"), "poller").resolve("kept");
      folders.add(folder);
      running.add(Polling.start(command, base, folder));
    }
    ServerProcess server = serve(data, port);
    try {
      String last = write(server.client(), 0);
      for (Polling polling : running) polling.until(last);
      server.kill();
      server = serve(data, port);
      last = write(server.client(), 12);
      for (Polling polling : running) polling.until(last);
      for (Polling polling : running) polling.kill();
      write(server.client(), 24);
      running.clear();
      for (int at = 0; at < pollers.size(); at++) {
        running.add(Polling.start(pollers.get(at), base, folders.get(at)));
      }
      last = write(server.client(), 36);
      for (Polling polling : running) polling.until(last);
      List<String> all = all(server.client());
      assertThat(all).hasSizeGreaterThan(50);
      for (Path folder : folders) {
        List<String> lines = Files.readAllLines(folder.resolve("versions.txt"));
        assertThat(lines.stream().distinct().toList()).isEqualTo(all);
        assertThat(lines.size()).as("dealt with twice").isLessThanOrEqualTo(all.size() + 15);
      }
    } finally {
      for (Polling polling : running) polling.kill();
      server.kill();
      server.killPostgres();
    }
  }
}
