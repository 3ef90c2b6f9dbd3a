package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions change: rows are made again while the server is asked and written to. */
class ReindexTest {

  private static final String EYES =
      """
      {"resourceType":"SearchParameter","url":"http://example.org/eyes","code":"eye-color","type":"string","base":["Patient"],
       "expression":"Patient.extension.where(url = 'http://example.org/eye-color').value"}
      """;

  /** Held by whoever makes rows; here by the test, so that they are not made yet. */
  private static final String LOCK = "(7023115840191)";

  @TempDir Path folder;
  private final Jdbi jdbi = TestDatabase.empty();

  private App start(boolean own) throws Exception {
    var flags = new HashMap<String, String>();
    flags.put("port", "0");
    flags.put("data", folder.resolve("data").toString());
    flags.put("database-url", jdbi.withHandle(h -> h.getConnection().getMetaData().getURL()));
    flags.put("database-user", "postgres");
    flags.put("master-key-file", folder.resolve("master.key").toString());
    if (own) flags.put("search-parameters", folder.resolve("own").toString());
    return App.start(new SettingsReader(flags, Map.of()).read());
  }

  private static String patient(String id) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"identifier\":[{\"system\":\"urn:re\",\"value\":\"%s\"}],\"extension\":[{\"url\":\"http://example.org/eye-color\",\"valueString\":\"Blue\"}]}"
        .formatted(id, id);
  }

  private static String many(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> prefix + n)
        .map(
            id ->
                "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"Patient/%s\"}}"
                    .formatted(patient(id), id))
        .collect(
            Collectors.joining(
                ",", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[", "]}"));
  }

  /** Writes and finds what it wrote, until it is told to stop; what went wrong. */
  private static List<String> writeAndFind(Client client, AtomicBoolean stop, List<String> written)
      throws Client.Lost {
    var wrong = new ArrayList<String>();
    for (int n = 0; !stop.get(); n++) {
      String id = "during" + n;
      int put = client.send("PUT", "/Patient/" + id, patient(id)).statusCode();
      written.add(id);
      var found =
          client.send("GET", "/Patient?identifier=urn:re%7C" + id + "&gender:missing=true", "");
      if (put != 201 || found.statusCode() != 200 || !found.body().contains("Patient/" + id)) {
        wrong.add(id + ' ' + put + ' ' + found.statusCode());
      }
    }
    return wrong;
  }

  private static int total(Client client, String search) throws Client.Lost {
    String body = client.send("GET", search + "&_summary=count", "").body();
    return Integer.parseInt(body.replaceAll("(?s).*\"total\":(\\d+).*", "$1"));
  }

  @Test
  void a_reindex_runs_beside_the_live_server() throws Exception {
    Files.writeString(folder.resolve("master.key"), "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    Files.setPosixFilePermissions(
        folder.resolve("master.key"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Files.createDirectory(folder.resolve("own"));
    Files.writeString(folder.resolve("own/eyes.json"), EYES);
    try (App before = start(false)) {
      var client = new Client(before.url());
      for (int n = 0; n < 3; n++) {
        assertThat(client.send("POST", "", many("old" + n + "-", 400)).statusCode()).isEqualTo(200);
      }
    }
    try (Connection maker = TestDatabase.connection(jdbi);
        var statement = maker.createStatement()) {
      statement.execute("select pg_advisory_lock" + LOCK);
      try (App server = start(true)) {
        var client = new Client(server.url());
        String operations = server.url().replace("/fhir", "");
        var refused = client.send("GET", "/Patient?eye-color=blue", "");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body())
            .contains("re-index-under-way", "re-index is under way", "transient");
        assertThat(client.send("GET", "/Patient?_sort=eye-color", "").statusCode()).isEqualTo(503);
        assertThat(client.send("GET", "/Patient?eye-colour=x", "").statusCode()).isEqualTo(400);
        assertThat(total(client, "/Patient?gender:missing=true")).isEqualTo(1_200);
        assertThat(new Client(operations).send("GET", "/health/ready", "").body())
            .startsWith("ready\nre-index under way");
        assertThat(new Client(operations).send("GET", "/metrics", "").body())
            .contains("anamnesis_reindex_under_way 1");
        assertThat(client.send("PUT", "/Patient/meanwhile", patient("meanwhile")).statusCode())
            .isEqualTo(201);

        var stop = new AtomicBoolean();
        var written = new ArrayList<String>();
        var threads = Executors.newSingleThreadExecutor();
        var writer = threads.submit(() -> writeAndFind(client, stop, written));
        statement.execute("select pg_advisory_unlock" + LOCK);
        long end = System.nanoTime() + 60_000_000_000L;
        while (client.send("GET", "/Patient?eye-color=blue&_count=1", "").statusCode() == 503) {
          assertThat(System.nanoTime()).as("the re-index does not end").isLessThan(end);
        }
        stop.set(true);
        assertThat(writer.get()).isEmpty();
        threads.close();
        assertThat(written).isNotEmpty();
        assertThat(total(client, "/Patient?eye-color=blu")).isEqualTo(1_201 + written.size());
        assertThat(total(client, "/Patient?gender:missing=true")).isEqualTo(1_201 + written.size());
        assertThat(total(client, "/Patient?eye-color:missing=true")).isZero();
      }
    }
  }
}
