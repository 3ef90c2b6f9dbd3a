package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** The only server of a database remembers what is current; nobody may notice. */
class FreshReadsTest {

  private static final LiveServer SERVER = LiveServer.shared();
  private static final int RESOURCES = 4;
  private static final int ROUNDS = 60;

  private final String mark = "f" + UUID.randomUUID().toString().substring(0, 8);

  private int write(int resource, int round) {
    String id = mark + resource;
    var answer =
        SERVER.put(
            "/Basic/" + id,
            "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"code\":{\"text\":\"%d\"}}"
                .formatted(id, round));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    return version(answer.headers().firstValue("ETag").orElseThrow());
  }

  private static int version(String tag) {
    return Integer.parseInt(tag.replaceAll("\\D", ""));
  }

  @Test
  void no_read_is_older_than_a_write_that_was_answered_before_it() throws Exception {
    var answered = new AtomicIntegerArray(RESOURCES);
    for (int resource = 0; resource < RESOURCES; resource++) {
      answered.set(resource, write(resource, 0));
    }
    var writing = new AtomicInteger(RESOURCES);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Integer>>();
      for (int n = 0; n < RESOURCES; n++) {
        int resource = n;
        tasks.add(
            () -> {
              for (int round = 1; round <= ROUNDS; round++) {
                answered.set(resource, write(resource, round));
              }
              return writing.decrementAndGet();
            });
        tasks.add(() -> reads(resource, answered, writing));
        tasks.add(() -> reads(resource, answered, writing));
      }
      int stale = 0;
      int reads = 0;
      var done = threads.invokeAll(tasks);
      for (int n = 0; n < done.size(); n++) {
        int result = done.get(n).get();
        if (n % 3 == 0) continue;
        stale += result;
        reads++;
      }
      assertThat(List.of(reads, stale)).containsExactly(2 * RESOURCES, 0);
    }
    for (int resource = 0; resource < RESOURCES; resource++) {
      assertThat(answered.get(resource)).isEqualTo(ROUNDS + 1);
    }
  }

  /** How many answers were older than what was answered before they were asked for. */
  private int reads(int resource, AtomicIntegerArray answered, AtomicInteger writing) {
    int stale = 0;
    do {
      int before = answered.get(resource);
      var answer = SERVER.get("/Basic/" + mark + resource);
      if (version(answer.headers().firstValue("ETag").orElseThrow()) < before) stale++;
    } while (writing.get() > 0);
    return stale;
  }

  @Test
  void a_deletion_and_a_restore_are_seen_at_once() {
    write(0, 0);
    assertThat(SERVER.get("/Basic/" + mark + "0").statusCode()).isEqualTo(200);
    SERVER.delete("/Basic/" + mark + "0");
    assertThat(SERVER.get("/Basic/" + mark + "0").statusCode()).isEqualTo(410);
    write(0, 1);
    assertThat(SERVER.get("/Basic/" + mark + "0").statusCode()).isEqualTo(200);
  }
}
