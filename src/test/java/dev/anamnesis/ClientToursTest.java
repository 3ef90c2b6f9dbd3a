package dev.anamnesis;

import static dev.anamnesis.Command.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.server.LiveServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others wrote, each on a walk of its own (samples/clients, samples/camel-poller). */
class ClientToursTest {

  private static final LiveServer SERVER = LiveServer.shared();

  @BeforeAll
  static void clients_are_installed() throws IOException, InterruptedException {
    var installed = run(300, "bash", ".ci/clients");
    assertThat(installed.code()).as(installed.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fhir-kit-client", "fhirclient"})
  void a_client_of_npm_walks_to_the_end(String client) throws Exception {
    var tour = run("node", "target/clients/" + client + ".mjs", SERVER.url());
    assertThat(tour.code()).as(tour.output()).isZero();
    assertThat(tour.output()).contains("steps, none failed.");
  }

  @Test
  void a_camel_route_follows_history_and_misses_nothing() throws Exception {
    String id = UUID.randomUUID().toString();
    var versions = new java.util.ArrayList<String>();
    String since = "";
    for (int n = 1; n <= 25; n++) {
      String body =
          "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"code\":{\"text\":\"%d\"}}".formatted(id, n);
      var stored = SERVER.put("/Basic/" + id, body);
      if (n == 1) since = lastUpdated(stored.body());
      versions.add("PUT " + SERVER.url() + "/Basic/" + id + " W/\"" + n + "\"");
    }
    SERVER.delete("/Basic/" + id);
    versions.add("DELETE " + SERVER.url() + "/Basic/" + id + " W/\"26\"");
    var ended =
        run(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            "target/camel/*",
            Path.of("samples/camel-poller/Poller.java").toString(),
            SERVER.url(),
            since,
            id);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(linesOf(ended.output(), id)).isEqualTo(versions);
  }

  private static List<String> linesOf(String output, String id) {
    try (Stream<String> lines = output.lines()) {
      return lines.filter(line -> line.contains(id)).toList();
    }
  }

  private static String lastUpdated(String body) {
    String after = body.substring(body.indexOf("\"lastUpdated\":\"") + 15);
    return after.substring(0, after.indexOf('"'));
  }
}
