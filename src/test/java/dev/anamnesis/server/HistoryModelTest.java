package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code _history} against a list of what was written, page by page, while more is written. */
class HistoryModelTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Its own: on the others' server a process may go on writing. */
  private static final LiveServer SERVER = LiveServer.with(Map.of());

  private final Client client = new Client(SERVER.url());
  private final Random random = new Random(5);
  private final String run = UUID.randomUUID().toString().substring(0, 8);

  private record Version(String path, String etag, String instant) {
    String name() {
      return path + " " + etag;
    }
  }

  private final List<Version> written = new ArrayList<>();

  private void write() throws Exception {
    String type = random.nextBoolean() ? "Person" : "Group";
    String id = run + "-" + random.nextInt(4);
    String path = type + "/" + id;
    String body =
        type.equals("Person")
            ? "{\"resourceType\":\"Person\",\"id\":\"%s\",\"name\":[{\"text\":\"%d\"}]}"
            : "{\"resourceType\":\"Group\",\"id\":\"%s\",\"type\":\"person\",\"actual\":true,\"name\":\"%d\"}";
    var answer =
        random.nextInt(5) == 0
            ? client.send("DELETE", "/" + path, "")
            : client.send("PUT", "/" + path, body.formatted(id, random.nextInt(1000)));
    var version = new Version(path, Client.etag(answer), instant(answer, path));
    boolean isNew = written.stream().noneMatch(v -> v.name().equals(version.name()));
    if (!version.etag().isEmpty() && isNew) written.add(version);
  }

  /** The answer's own instant; a deletion tells it in its history. */
  private String instant(java.net.http.HttpResponse<String> answer, String path) throws Exception {
    if (Client.etag(answer).isEmpty()) return "";
    if (!answer.body().isEmpty()) {
      return JSON.readTree(answer.body()).path("meta").path("lastUpdated").asText();
    }
    var history = JSON.readTree(client.send("GET", "/" + path + "/_history?_count=1", "").body());
    return history.path("entry").path(0).path("response").path("lastModified").asText();
  }

  private List<String> read(String url, int pages) throws Exception {
    var names = new ArrayList<String>();
    String next = url;
    long total = -1;
    for (int page = 0; !next.isEmpty(); page++) {
      JsonNode bundle = JSON.readTree(client.send("GET", next, "").body());
      if (total >= 0) assertThat(bundle.path("total").asLong()).isEqualTo(total);
      total = bundle.path("total").asLong();
      for (JsonNode entry : bundle.path("entry")) {
        String full = entry.path("fullUrl").asText();
        names.add(
            full.substring(full.indexOf("/fhir/") + 6)
                + " "
                + entry.path("response").path("etag").asText());
      }
      next = "";
      for (JsonNode link : bundle.path("link")) {
        if (link.path("relation").asText().equals("next")) next = link.path("url").asText();
      }
      if (page < pages) write();
    }
    assertThat((long) names.size()).as(url).isEqualTo(total);
    return names;
  }

  private void same(String path, Predicate<Version> scope, String since, int count)
      throws Exception {
    List<String> expected =
        written.stream()
            .filter(scope)
            .filter(version -> version.instant().compareTo(since) >= 0)
            .map(Version::name)
            .toList();
    String oldest = path + "_sort=_lastUpdated&_count=" + count + "&_since=" + since;
    assertThat(read(oldest, 2)).as(oldest).isEqualTo(expected);
    expected =
        written.stream()
            .filter(scope)
            .filter(version -> version.instant().compareTo(since) >= 0)
            .map(Version::name)
            .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    Collections.reverse(expected);
    String newest = path + "_count=" + count + "&_since=" + since;
    assertThat(read(newest, 2)).as(newest).isEqualTo(expected);
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void every_page_is_as_the_model_says() throws Exception {
    for (int n = 0; n < 60; n++) write();
    String start = written.getFirst().instant();
    String middle = written.get(written.size() / 2).instant();
    for (int count : new int[] {1, 7, 1000}) {
      for (String since : List.of(start, middle, "2999-01-01T00:00:00.000000Z")) {
        same("/_history?", v -> true, since, count);
        same("/_history?_type=Person,Group&", v -> true, since, count);
        same("/_history?_type=Group&", v -> v.path().startsWith("Group/"), since, count);
        same("/Person/_history?", v -> v.path().startsWith("Person/"), since, count);
        String one = written.getFirst().path();
        same("/" + one + "/_history?", v -> v.path().equals(one), since, count);
      }
    }
  }
}
