package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that is killed and started again under a server that goes on. */
class DatabaseLossTest {

  private static void killAndStart(Path data) throws Exception {
    Path pid = data.resolve("postgres/postmaster.pid");
    var postmaster =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip())).orElseThrow();
    var command = new ArrayList<String>();
    // PostgreSQL does not run as root.
    if (System.getProperty("user.name").equals("root")) command.addAll(List.of("unshare", "-U"));
    command.add(postmaster.info().command().orElseThrow());
    command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
    var all = new ArrayList<>(postmaster.descendants().toList());
    all.add(postmaster);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile(Path.of("target"), "postgres", ".log").toFile())
        .start();
  }

  @Test
  void what_is_written_after_it_came_back_is_stored() throws Exception {
    try (var server = LiveServer.with(Map.of())) {
      var client = new Client(server.url());
      for (int time = 0; time < 2; time++) {
        String body =
            "{\"resourceType\":\"Basic\",\"id\":\"x%d\",\"code\":{\"text\":\"loss\"}}"
                .formatted(time);
        var first = client.send("PUT", "/Basic/a" + time, body.replace("\"x", "\"a"));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        killAndStart(server.data);
        long limit = System.nanoTime() + 60_000_000_000L;
        while (client.send("PUT", "/Basic/x" + time, body).statusCode() == 503) {
          assertThat(System.nanoTime()).isLessThan(limit);
        }
        assertThat(client.send("GET", "/Basic/x" + time, "").statusCode()).isEqualTo(200);
      }
    }
  }
}
