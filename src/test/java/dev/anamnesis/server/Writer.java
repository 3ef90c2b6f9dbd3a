package dev.anamnesis.server;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A clinic that writes: news, changes, deletions, conflicts and what is refused. */
final class Writer {

  private static final String PRESCRIPTION =
      "{\"resourceType\":\"MedicationRequest\",\"id\":\"%s\",\"status\":\"%s\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"text\":\"m%d\"},\"subject\":{\"reference\":\"Patient/p\"}}";
  private static final List<String> STATUSES =
      List.of("draft", "active", "on-hold", "stopped", "completed");

  private final Client client;
  private final int number;
  private final Set<String> acknowledged;
  private final Random random;
  int refused;
  int stale;

  Writer(Client client, int number, Set<String> acknowledged) {
    this.client = client;
    this.number = number;
    this.acknowledged = acknowledged;
    this.random = new Random(number);
  }

  void write(int times) throws Client.Lost {
    for (int n = 0; n < times; n++) step(n);
  }

  private void step(int n) throws Client.Lost {
    String own = "own-%d-%d".formatted(number, random.nextInt(4));
    String shared = "shared-" + random.nextInt(3);
    switch (random.nextInt(6)) {
      case 0 -> note("Basic", client.send("POST", "/Basic", basic("", n)));
      case 1 -> put("Basic/" + own, basic(own, n));
      case 2 -> put("Basic/" + shared, basic(shared, n * 100 + number));
      case 3 -> {
        String current = Client.etag(client.send("GET", "/Basic/" + shared, ""));
        if (!current.isEmpty()) {
          put("Basic/" + shared, basic(shared, n * 100 + number), "If-Match", current);
        }
      }
      case 4 -> note("Basic/" + own, client.send("DELETE", "/Basic/" + own, ""));
      default -> {
        String status = STATUSES.get(random.nextInt(STATUSES.size()));
        put("MedicationRequest/" + own, PRESCRIPTION.formatted(own, status, n));
      }
    }
  }

  private static String basic(String id, int n) {
    String withId = id.isEmpty() ? "" : "\"id\":\"" + id + "\",";
    return "{\"resourceType\":\"Basic\",%s\"code\":{\"text\":\"%d\"}}".formatted(withId, n);
  }

  private void put(String path, String body, String... headers) throws Client.Lost {
    note(path, client.send("PUT", "/" + path, body, headers));
  }

  private void note(String path, HttpResponse<String> answer) {
    switch (answer.statusCode()) {
      case 200, 201, 204 -> {
        String location = answer.headers().firstValue("Location").orElse("");
        String where =
            location.isEmpty()
                ? path
                : location.substring(location.indexOf("/fhir/") + 6, location.indexOf("/_history"));
        String etag = Client.etag(answer);
        if (!etag.isEmpty()) acknowledged.add(where + " " + etag);
      }
      case 412 -> stale++;
      case 422 -> refused++;
      default -> throw new IllegalStateException("status " + answer.statusCode());
    }
  }
}
