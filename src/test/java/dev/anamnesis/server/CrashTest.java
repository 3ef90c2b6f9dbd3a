package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** {@code kill -9} while clients write: nothing that was acknowledged is lost or done twice. */
class CrashTest {

  private static final int ROUNDS = 20;
  private static final int WRITERS = 6;

  /** What was acknowledged: the version's path to its body. */
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

  /** A client whose every request has a key, and which repeats what it got no answer to. */
  private final class Clinic {
    private final int number;
    private int sent;
    private boolean unanswered;

    Clinic(int number) {
      this.number = number;
    }

    /** Writes until the server is gone. */
    Object write(Client client, CountDownLatch going) {
      try {
        while (true) {
          if (!unanswered) sent++;
          unanswered = true;
          HttpResponse<String> answer = request(client);
          switch (answer.statusCode()) {
            case 200, 201 -> {
              unanswered = false;
              String location = answer.headers().firstValue("Location").orElse(place(answer));
              String version = location.substring(location.indexOf("/fhir/") + 5);
              acknowledged.put(version, answer.body());
              going.countDown();
            }
            case 503 -> {
              return going;
            }
            default -> throw new IllegalStateException(answer.statusCode() + " " + answer.body());
          }
        }
      } catch (Client.Lost e) {
        return going;
      }
    }

    private String place(HttpResponse<String> answer) {
      return "/fhir/Person/p%d/_history/%s"
          .formatted(number, Client.etag(answer).replaceAll("\\D", ""));
    }

    /** By turns a new resource, and a new version of the clinic's own. */
    private HttpResponse<String> request(Client client) throws Client.Lost {
      String key = "%d-%d".formatted(number, sent);
      return sent % 2 == 0
          ? client.send("POST", "/Basic", body("Basic", "", "code\":{", "}", key), KEY, key)
          : client.send(
              "PUT",
              "/Person/p" + number,
              body("Person", "\"id\":\"p" + number + "\",", "name\":[{", "}]", key),
              KEY,
              key);
    }
  }

  private static final String KEY = "Idempotency-Key";

  private static String body(String type, String id, String open, String close, String text) {
    return "{\"resourceType\":\"%s\",%s\"%s\"text\":\"%s\"%s}"
        .formatted(type, id, open, text, close);
  }

  @Test
  void twenty_times_killed_nothing_acknowledged_is_lost() throws Exception {
    Path data = Files.createTempDirectory(Path.of("target"), "crash");
    var clinics = new ArrayList<Clinic>();
    for (int n = 0; n < WRITERS; n++) clinics.add(new Clinic(n));
    for (int round = 0; round < ROUNDS; round++) round(data, clinics, round);

    var server = ServerProcess.start(data);
    for (var version : acknowledged.entrySet()) {
      var read = server.client().send("GET", version.getKey(), "");
      assertThat(read.statusCode()).as(version.getKey()).isEqualTo(200);
      assertThat(read.body()).isEqualTo(version.getValue());
    }
    everyRequestOnce(server.client(), clinics);
    Aftermath.stopped(server);
    assertThat(Aftermath.positions(data)).isGreaterThanOrEqualTo(acknowledged.size());
  }

  private static void round(Path data, List<Clinic> clinics, int round) throws Exception {
    var server = ServerProcess.start(data);
    var going = new CountDownLatch(20 + 7 * round);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing = new ArrayList<Future<?>>();
      for (Clinic clinic : clinics) {
        writing.add(threads.submit(() -> clinic.write(server.client(), going)));
      }
      going.await();
      switch (round % 3) {
        case 0 -> server.kill();
        case 1 -> {
          server.killPostgres();
          for (var clinic : writing) clinic.get();
          server.kill();
        }
        default -> {
          server.kill();
          server.killPostgres();
        }
      }
      for (var clinic : writing) clinic.get();
    }
  }

  /** Every key's text stands in exactly one version, also those that were sent again. */
  private static void everyRequestOnce(Client client, List<Clinic> clinics) throws Exception {
    var poller = new Poller(client, 500, "Basic,Person");
    poller.poll();
    var counts = new ConcurrentHashMap<String, Integer>();
    poller
        .seen
        .values()
        .forEach(entry -> counts.merge(entry.findValue("text").asText(), 1, Integer::sum));
    assertThat(counts.values()).containsOnly(1);
    for (Clinic clinic : clinics) {
      for (int n = 1; n <= clinic.sent; n++) {
        if (n == clinic.sent && clinic.unanswered) continue;
        assertThat(counts).containsKey("%d-%d".formatted(clinic.number, n));
      }
    }
  }
}
