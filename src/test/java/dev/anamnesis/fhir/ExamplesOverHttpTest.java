package dev.anamnesis.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.Examples;
import dev.anamnesis.fhir.json.Trees;
import dev.anamnesis.server.Client;
import dev.anamnesis.server.LiveServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every resource of R4's examples goes in by PUT and comes back the same. */
class ExamplesOverHttpTest {

  /** What a server takes unless it is told otherwise. */
  private static final int DEFAULT_MOST = 16 << 20;

  private final Client client = new Client(LiveServer.shared().url());

  /** File to status: what breaks a rule is read, but not taken. */
  private static Map<String, Integer> refused() throws Exception {
    return Files.readAllLines(Path.of("src/test/resources/examples-refused.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" \\| "))
        .collect(
            Collectors.toMap(cells -> cells[0], cells -> cells[1].startsWith("inv") ? 422 : 400));
  }

  @Test
  void what_goes_in_comes_back() throws Exception {
    Map<String, Integer> refused = refused();
    var tasks = new ArrayList<Callable<String>>();
    for (Path file : Examples.resources()) {
      String name = file.getFileName().toString();
      if (name.startsWith("AuditEvent-")) continue;
      if (Files.size(file) > DEFAULT_MOST) continue;
      Integer status = refused.get(name);
      tasks.add(() -> status == null ? roundTrip(client, file) : refusal(client, file, status));
    }
    assertThat(tasks).hasSizeGreaterThan(5000);
    List<String> faults = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var task : threads.invokeAll(tasks)) if (!task.get().isEmpty()) faults.add(task.get());
    }
    assertThat(faults).isEmpty();
    assertThat(LiveServer.shared().checkFold()).isGreaterThan(5000);
  }

  @Test
  void the_largest_need_a_larger_limit() throws Exception {
    int large = 0;
    try (var server = LiveServer.with("max-body", Integer.toString(64 << 20))) {
      for (Path file : Examples.resources()) {
        if (Files.size(file) <= DEFAULT_MOST) continue;
        String body = Files.readString(file);
        var refused = client.send("PUT", place(file, Trees.resource(body)), body);
        assertThat(refused.statusCode()).isEqualTo(413);
        var larger = new Client(server.url());
        Integer status = refused().get(file.getFileName().toString());
        assertThat(status == null ? roundTrip(larger, file) : refusal(larger, file, status))
            .isEmpty();
        large++;
      }
    }
    assertThat(large).isEqualTo(2);
  }

  private static String place(Path file, Map<String, Object> resource) {
    String name = file.getFileName().toString();
    String id = String.valueOf(resource.get("id")).substring(1);
    return "/" + name.substring(0, name.indexOf('-')) + "/" + id;
  }

  private static String refusal(Client client, Path file, int status) throws Exception {
    String body = Files.readString(file);
    var put = client.send("PUT", place(file, Trees.resource(body)), body);
    return put.statusCode() == status ? "" : file + " was not refused: " + put.statusCode();
  }

  /** Empty when all is well. */
  private static String roundTrip(Client client, Path file) throws Exception {
    String body = Files.readString(file);
    Map<String, Object> sent = Trees.resource(body);
    String place = place(file, sent);
    var put = client.send("PUT", place, body);
    if (put.statusCode() > 201) return file + " was refused: " + put.body();
    if (!Trees.resource(put.body()).equals(sent)) return file + " was answered otherwise";
    var read = client.send("GET", place, "");
    if (!Trees.resource(read.body()).equals(sent)) return file + " is read otherwise";
    String version = Client.etag(put).replaceAll("\\D", "");
    var vread = client.send("GET", place + "/_history/" + version, "");
    return vread.body().equals(read.body()) ? "" : file + " has another version than is read";
  }
}
