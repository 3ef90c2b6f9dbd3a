package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.domain.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} amid the steps of what happens by itself: after the next start all ends the same,
 * each effect once.
 */
class KilledProcessesTest {

  private static final int ROUNDS = Integer.getInteger("anamnesis.kills.rounds", 3);

  /** Of each kind a patient has when dying. */
  private static final int EACH = 6;

  /** So long a test waits for processes that should be done in a moment. */
  private static final long LIMIT = 300_000_000_000L;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void what_was_begun_ends_the_same_and_each_effect_is_there_once() throws Exception {
    Path data = Files.createTempDirectory(Path.of("target"), "kills");
    for (int round = 0; round < ROUNDS; round++) round(data, round);
    var server = ServerProcess.start(data);
    for (int round = 0; round < ROUNDS; round++) {
      finished(server.client(), round);
      merged(server.client(), round);
    }
    Aftermath.stopped(server);
    assertThat(Aftermath.positions(data)).isPositive();
  }

  /** Somebody dies, holds end and records are merged; the server is killed in the midst of it. */
  private static void round(Path data, int round) throws Exception {
    var server = ServerProcess.start(data);
    Client client = server.client();
    begun(client, round);
    var merging = Thread.ofVirtual().unstarted(() -> merge(client, round));
    int steps = round * 4 % (2 * EACH);
    String task = "/Task/" + task(round);
    long limit = System.nanoTime() + LIMIT;
    while (version(client, task) < steps) assertThat(System.nanoTime()).isLessThan(limit);
    merging.start();
    server.kill();
    if (round % 2 == 1) server.killPostgres();
    merging.join();
  }

  private static String task(int round) {
    return Work.id(Work.AFTER_DEATH, "Patient", "p" + round, 2);
  }

  private static void begun(Client client, int round) throws Exception {
    var entries = new StringJoiner(",");
    for (String patient : new String[] {"p", "a", "b"}) {
      entries.add(put("Patient", patient + round, "\"active\":true"));
    }
    String hold =
        "\"extension\":[{\"url\":\"https://anamnesis.dev/fhir/StructureDefinition/hold-until\",\"valueInstant\":\"%s\"}]"
            .formatted(Instant.now().plusMillis(100));
    for (int n = 0; n < EACH; n++) {
      String id = round + "-" + n;
      entries.add(put("Appointment", "booked" + id, appointment("booked", "p" + round)));
      entries.add(
          put("Appointment", "held" + id, appointment("pending", "b" + round) + "," + hold));
      entries.add(
          put(
              "MedicationRequest",
              "m" + id,
              "\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/p%d\"},\"medicationCodeableConcept\":{\"text\":\"m\"}"
                  .formatted(round)));
    }
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}";
    var sent = client.send("POST", "", bundle.formatted(entries));
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    var died =
        client.send(
            "PUT",
            "/Patient/p" + round,
            "{\"resourceType\":\"Patient\",\"id\":\"p%d\",\"active\":true,\"deceasedBoolean\":true}"
                .formatted(round));
    assertThat(died.statusCode()).as(died.body()).isEqualTo(200);
  }

  private static String put(String type, String id, String members) {
    return "{\"request\":{\"method\":\"PUT\",\"url\":\"%1$s/%2$s\"},\"resource\":{\"resourceType\":\"%1$s\",\"id\":\"%2$s\",%3$s}}"
        .formatted(type, id, members);
  }

  private static String appointment(String status, String patient) {
    return "\"status\":\"%s\",\"start\":\"2090-01-01T09:00:00Z\",\"end\":\"2090-01-01T09:30:00Z\",\"participant\":[{\"actor\":{\"reference\":\"Patient/%s\"},\"status\":\"accepted\"}]"
        .formatted(status, patient);
  }

  /** Whether it was answered or not, it was done wholly or not at all. */
  private static int merge(Client client, int round) {
    String reference =
        "{\"name\":\"%s-patient\",\"valueReference\":{\"reference\":\"Patient/%s%d\"}}";
    String body =
        "{\"resourceType\":\"Parameters\",\"parameter\":[%s,%s]}"
            .formatted(
                reference.formatted("source", "a", round),
                reference.formatted("target", "b", round));
    try {
      return client
          .send("POST", "/Patient/$merge", body, "Idempotency-Key", "merge-" + round)
          .statusCode();
    } catch (Client.Lost e) {
      return 0;
    }
  }

  private static void finished(Client client, int round) throws Exception {
    long limit = System.nanoTime() + LIMIT;
    while (!status(client, "/Task/" + task(round)).equals("completed")) {
      assertThat(System.nanoTime()).isLessThan(limit);
    }
    assertThat(version(client, "/Task/" + task(round))).isEqualTo(2 * EACH + 2);
    for (int n = 0; n < EACH; n++) {
      String id = round + "-" + n;
      String held = "/Appointment/held" + id;
      while (!status(client, held).equals("cancelled")) {
        assertThat(System.nanoTime()).isLessThan(limit);
      }
      once(client, held, "cancelled");
      once(client, "/Appointment/booked" + id, "cancelled");
      once(client, "/MedicationRequest/m" + id, "stopped");
    }
  }

  private static void once(Client client, String path, String status) throws Exception {
    JsonNode resource = read(client, path);
    assertThat(resource.path("status").asText()).as(path).isEqualTo(status);
    assertThat(resource.at("/meta/versionId").asText()).as(path).isEqualTo("2");
  }

  private static void merged(Client client, int round) throws Exception {
    JsonNode source = read(client, "/Patient/a" + round);
    JsonNode target = read(client, "/Patient/b" + round);
    assertThat(source.path("link").size()).isEqualTo(target.path("link").size());
    assertThat(merge(client, round)).isEqualTo(200);
    for (String name : new String[] {"a", "b"}) {
      JsonNode patient = read(client, "/Patient/" + name + round);
      assertThat(patient.path("link")).hasSize(1);
      assertThat(patient.at("/meta/versionId").asText()).isEqualTo("2");
    }
  }

  /** However long a busy disk takes. */
  private static JsonNode read(Client client, String path) throws Exception {
    long limit = System.nanoTime() + LIMIT;
    while (true) {
      try {
        return JSON.readTree(client.send("GET", path, "").body());
      } catch (Client.Lost e) {
        if (System.nanoTime() > limit) throw e;
      }
    }
  }

  private static String status(Client client, String path) throws Exception {
    return read(client, path).path("status").asText();
  }

  private static int version(Client client, String path) throws Exception {
    return read(client, path).at("/meta/versionId").asInt();
  }
}
