package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.eventstore.FoldCheck;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many who want the same time of the same people, on two servers that share one PostgreSQL. */
class BookersTest {

  private static final int BOOKERS = 64;
  private static final int ROUNDS = Integer.getInteger("anamnesis.bookers.rounds", 40);
  private static final long SEED = Long.getLong("anamnesis.bookers.seed", 6);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TwoServers servers;

  @BeforeAll
  static void start() throws Exception {
    servers = TwoServers.start("off");
  }

  @AfterAll
  static void stop() throws Exception {
    servers.close();
  }

  /** What one asked for and was answered. */
  private record Tried(String actor, Instant from, Instant to, int status, JsonNode answer) {
    boolean overlaps(Tried other) {
      return actor.equals(other.actor) && from.isBefore(other.to) && other.from.isBefore(to);
    }

    String name() {
      return "Appointment/" + answer.path("id").asText();
    }

    String conflict() {
      return answer.at("/issue/0/extension/0/valueReference/reference").asText();
    }
  }

  @Test
  void nobody_is_ever_booked_twice_and_every_refusal_is_right() throws Exception {
    var random = new SplittableRandom(SEED);
    long refused = 0;
    long booked = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        var tried = round(threads, round, random.split());
        Map<String, Tried> won = new HashMap<>();
        for (Tried each : tried) if (each.status() == 201) won.put(each.name(), each);
        for (Tried each : tried) {
          if (each.status() == 201) {
            assertThat(won.values()).filteredOn(each::overlaps).containsExactly(each);
          } else {
            assertThat(each.status()).as(each.answer().toString()).isEqualTo(409);
            assertThat(won).containsKey(each.conflict());
            assertThat(each.overlaps(won.get(each.conflict()))).isTrue();
          }
        }
        booked += won.size();
        refused += tried.size() - won.size();
      }
    }
    assertThat(booked).isGreaterThanOrEqualTo(ROUNDS);
    assertThat(refused).isPositive();
    assertThat(overlaps()).isZero();
    FoldCheck.check(servers.jdbi(), servers.sealer());
  }

  /** Every fourth round all want the very same; else each wants something of the hour. */
  private static List<Tried> round(ExecutorService threads, int round, SplittableRandom random)
      throws Exception {
    var together = new CyclicBarrier(BOOKERS);
    Instant day = Instant.parse("2040-01-01T00:00:00Z").plusSeconds(86_400L * round);
    var tries = new ArrayList<Future<Tried>>();
    for (int booker = 0; booker < BOOKERS; booker++) {
      int number = booker;
      boolean same = round % 4 == 0;
      int start = same ? 0 : random.nextInt(60);
      int minutes = same ? 30 : 1 + random.nextInt(20);
      String actor = (same || random.nextBoolean() ? "Practitioner/p" : "Location/r") + round % 7;
      boolean put = random.nextBoolean();
      tries.add(
          threads.submit(
              () -> {
                Instant from = day.plusSeconds(60L * start);
                together.await();
                return book(number, put, actor, from, from.plusSeconds(60L * minutes));
              }));
    }
    var tried = new ArrayList<Tried>();
    for (var each : tries) tried.add(each.get());
    return tried;
  }

  private static Tried book(int booker, boolean put, String actor, Instant from, Instant to)
      throws Exception {
    String id = "b" + booker + "-" + from.getEpochSecond();
    String body =
        """
        {"resourceType":"Appointment",%s"status":"booked","start":"%s","end":"%s",\
        "participant":[{"actor":{"reference":"%s"},"status":"accepted"}]}"""
            .formatted(put ? "\"id\":\"" + id + "\"," : "", from, to, actor);
    Client client = servers.client(booker);
    HttpResponse<String> response =
        put
            ? client.send("PUT", "/Appointment/" + id, body)
            : client.send("POST", "/Appointment", body);
    return new Tried(actor, from, to, response.statusCode(), JSON.readTree(response.body()));
  }

  private static long overlaps() {
    return servers
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select count(*)
                        from read.bookings a
                        join read.bookings b
                          on a.actor = b.actor and a.stream < b.stream and a.starts < b.ends and b.starts < a.ends
                        where a.taken and b.taken
                        """)
                    .mapTo(Long.class)
                    .one());
  }
}
