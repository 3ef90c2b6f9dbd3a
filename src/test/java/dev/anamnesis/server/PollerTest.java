package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollerTest {

  private static final int WRITERS = 8;
  private static final int WRITES = 40;

  private final LiveServer server = LiveServer.shared();
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void a_poller_that_knows_only_the_last_instant_misses_no_version() throws Exception {
    Set<String> written = java.util.concurrent.ConcurrentHashMap.newKeySet();
    Set<String> seen = new HashSet<>();
    String since = "2020-01-01T00:00:00Z";
    var left = new AtomicInteger(WRITERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int w = 0; w < WRITERS; w++) {
        threads.submit(
            () -> {
              try {
                write(written);
              } finally {
                left.decrementAndGet();
              }
            });
      }
      boolean writing = true;
      while (writing) {
        writing = left.get() > 0;
        since = poll(since, seen);
      }
    }

    assertThat(written).hasSize(WRITERS * WRITES);
    assertThat(seen).containsAll(written);
  }

  private void write(Set<String> written) {
    String id = UUID.randomUUID().toString();
    for (int n = 0; n < WRITES; n++) {
      String body =
          "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"code\":{\"text\":\"%d\"}}".formatted(id, n);
      var put = server.put("/Basic/" + id, body);
      if (put.statusCode() >= 300) throw new IllegalStateException("status " + put.statusCode());
      written.add(id + "/" + put.headers().firstValue("ETag").orElseThrow());
    }
  }

  private String poll(String since, Set<String> seen) throws Exception {
    String last = since;
    String url = server.url() + "/_history?_sort=_lastUpdated&_count=50&_since=" + since;
    while (!url.isEmpty()) {
      JsonNode page = json.readTree(server.get(url).body());
      List<String> instants = new ArrayList<>();
      for (JsonNode entry : page.path("entry")) {
        String instant = entry.path("response").path("lastModified").asText();
        instants.add(instant);
        String path = entry.path("fullUrl").asText();
        seen.add(
            path.substring(path.lastIndexOf('/') + 1)
                + "/"
                + entry.path("response").path("etag").asText());
        last = instant;
      }
      assertThat(instants).isSorted();
      url = "";
      for (JsonNode link : page.path("link")) {
        if (link.path("relation").asText().equals("next")) url = link.path("url").asText();
      }
    }
    return last;
  }
}
