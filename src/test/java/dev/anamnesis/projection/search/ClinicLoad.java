package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.StreamId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills a server over HTTP with the clinic of {@link SearchFigures}: {@code ClinicLoad BASE
 * PATIENTS}, 11 resources each. While it goes on, half of the patients get another version, and so
 * do an observation and an active prescription of theirs. 100,000 make 1.2 million versions. By
 * hand; the server is started with {@code --booked-once nobody}, as the bookings are random.
 */
final class ClinicLoad {

  private static final int BATCH = 25;
  private static final int IN_FLIGHT = 3;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ClinicRecords records = new ClinicRecords();

  /** The same patients again, half as fast. */
  private final ClinicRecords again = new ClinicRecords();

  private final String base;

  private ClinicLoad(String base) {
    this.base = base;
  }

  public static void main(String[] args) throws Exception {
    new ClinicLoad(args[0]).load(Integer.parseInt(args[1]));
  }

  private void load(int patients) throws ExecutionException, InterruptedException {
    long start = System.nanoTime();
    long versions = 0;
    var sent = new ArrayList<Future<?>>();
    try (var senders = Executors.newFixedThreadPool(IN_FLIGHT)) {
      for (int from = 0; from < patients; from += BATCH) {
        List<String> entries = entries(from, Math.min(patients, from + BATCH));
        versions += entries.size();
        sent.add(senders.submit(() -> send(entries)));
        // What is changed was sent long before: nothing overtakes it.
        while (sent.size() > IN_FLIGHT) sent.removeFirst().get();
        if (from % 5_000 == 0) {
          System.out.printf(
              "%,d patients, %,d versions, %d s%n",
              from, versions, (System.nanoTime() - start) / 1_000_000_000L);
        }
      }
      for (Future<?> each : sent) each.get();
    }
    System.out.printf(
        "%,d versions in %d s%n", versions, (System.nanoTime() - start) / 1_000_000_000L);
  }

  private List<String> entries(int from, int to) {
    var entries = new ArrayList<String>();
    for (int n = from; n < to; n++) {
      records.next(n).forEach((stream, members) -> entries.add(entry(stream, members)));
      if (n % 2 == 1 && n / 2 + 10 * BATCH < from) changes(entries, n / 2);
      else if (n % 2 == 1) again.next(n / 2);
    }
    return entries;
  }

  private void changes(List<String> entries, int n) {
    again
        .next(n)
        .forEach(
            (stream, members) -> {
              String changed = ClinicRecords.changed(stream, members);
              if (!changed.equals(members)) entries.add(entry(stream, changed));
            });
  }

  private static String entry(StreamId stream, String members) {
    return "{\"request\":{\"method\":\"PUT\",\"url\":\"%s\"},\"resource\":{\"resourceType\":\"%s\",\"id\":\"%s\",%s}"
        .formatted(stream.path(), stream.type(), stream.id(), members.substring(1));
  }

  private Void send(List<String> entries) throws IOException, InterruptedException {
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            + String.join(",", entries)
            + "]}";
    var request =
        HttpRequest.newBuilder(URI.create(base))
            .header("Content-Type", "application/fhir+json")
            .header("Prefer", "return=minimal")
            .POST(BodyPublishers.ofString(bundle));
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) throw new IllegalStateException(answer.body());
    return null;
  }
}
