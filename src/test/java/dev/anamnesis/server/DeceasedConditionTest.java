package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A condition whose value no text of the resource says: a date of death means deceased. */
class DeceasedConditionTest {

  private static final LiveServer SERVER = LiveServer.shared();

  @Test
  void of_many_conditional_creates_of_one_deceased_person_one_creates() throws Exception {
    String tag = UUID.randomUUID().toString();
    String condition = "deceased=true&_tag=urn:t%7C" + tag;
    String body =
        "{\"resourceType\":\"Patient\",\"meta\":{\"tag\":[{\"system\":\"urn:t\",\"code\":\"%s\"}]},\"deceasedDateTime\":\"2026-01-01\"}"
            .formatted(tag);
    var client = new Client(SERVER.url());
    var tasks = new ArrayList<Callable<Integer>>();
    for (int n = 0; n < 16; n++) {
      tasks.add(
          () -> client.send("POST", "/Patient", body, "If-None-Exist", condition).statusCode());
    }
    var codes = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(tasks)) codes.add(done.get());
    }
    assertThat(codes).containsOnly(200, 201);
    assertThat(codes.stream().filter(code -> code == 201).count()).isEqualTo(1);
  }
}
