package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.domain.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A patient dies while many prescribe, on two servers that share one PostgreSQL. */
class DeathTest {

  private static final int PRESCRIBERS = 8;
  private static final int MOST = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void nothing_is_prescribed_after_the_death_and_all_that_was_is_stopped_once() throws Exception {
    try (var servers = TwoServers.start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String alive = "{\"resourceType\":\"Patient\",\"id\":\"p\",\"active\":true%s}";
      servers.client(0).send("PUT", "/Patient/p", alive.formatted(""));
      Set<String> prescribed = ConcurrentHashMap.newKeySet();
      var prescribers = new ArrayList<Future<Integer>>();
      for (int n = 0; n < PRESCRIBERS; n++) {
        Client client = servers.client(n);
        prescribers.add(threads.submit(prescribing(client, prescribed)));
      }
      while (prescribed.size() < 2 * PRESCRIBERS) Thread.onSpinWait();
      var death =
          servers.client(1).send("PUT", "/Patient/p", alive.formatted(",\"deceasedBoolean\":true"));
      assertThat(death.statusCode()).isEqualTo(200);
      for (var prescriber : prescribers) assertThat(prescriber.get()).isEqualTo(422);

      String died = JSON.readTree(death.body()).at("/meta/lastUpdated").asText();
      String task = Work.id(Work.AFTER_DEATH, "Patient", "p", 2);
      long limit = System.nanoTime() + 60_000_000_000L;
      while (!read(servers.client(0), "Task/" + task, "/status").equals("completed")) {
        assertThat(System.nanoTime()).isLessThan(limit);
      }
      for (String id : prescribed) {
        String name = "MedicationRequest/" + id;
        assertThat(read(servers.client(0), name + "/_history/1", "/meta/lastUpdated"))
            .isLessThan(died);
        assertThat(
                List.of(
                    read(servers.client(1), name, "/status"),
                    read(servers.client(1), name, "/meta/versionId")))
            .containsExactly("stopped", "2");
      }
    }
  }

  /** Until it is refused. */
  private static Callable<Integer> prescribing(Client client, Set<String> prescribed) {
    String body =
        "{\"resourceType\":\"MedicationRequest\",\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/p\"},\"medicationCodeableConcept\":{\"text\":\"m\"}}";
    return () -> {
      for (int n = 0; n < MOST; n++) {
        var response = client.send("POST", "/MedicationRequest", body);
        if (response.statusCode() != 201) return response.statusCode();
        prescribed.add(JSON.readTree(response.body()).path("id").asText());
      }
      return 0;
    };
  }

  private static String read(Client client, String path, String place) throws Exception {
    return JSON.readTree(client.send("GET", "/" + path, "").body()).at(place).asText();
  }
}
