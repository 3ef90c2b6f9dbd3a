package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code _history?_at=} against a list of what was written. */
class HistoryAtTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Random RANDOM = new Random(3);
  private static final List<Version> WRITTEN = new ArrayList<>();
  private static final LiveServer SERVER = LiveServer.with("max-body", "1000000");

  private record Version(String path, int number, Instant at, boolean deleted) {
    String name() {
      return path + "/" + number;
    }
  }

  /** Everything that is ever written to this server, so that the model is whole. */
  @BeforeAll
  static void write() throws Exception {
    for (int n = 0; n < 120; n++) {
      String type = RANDOM.nextBoolean() ? "Person" : "Basic";
      String path = type + "/" + RANDOM.nextInt(5);
      String body =
          type.equals("Person")
              ? "{\"resourceType\":\"Person\",\"id\":\"%s\",\"name\":[{\"text\":\"%d\"}]}"
              : "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"code\":{\"text\":\"%d\"}}";
      if (RANDOM.nextInt(4) == 0) SERVER.delete("/" + path);
      else SERVER.put("/" + path, body.formatted(path.substring(path.indexOf('/') + 1), n));
    }
    String all = "/_history?_sort=_lastUpdated&_count=1000";
    for (JsonNode entry : JSON.readTree(SERVER.get(all).body()).path("entry")) {
      WRITTEN.add(version(entry));
    }
    assertThat(WRITTEN).hasSizeGreaterThan(60);
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static Version version(JsonNode entry) {
    String full = entry.path("response").path("location").asText();
    String location = full.substring(full.indexOf("/fhir/") + 6);
    String[] parts = location.split("/");
    return new Version(
        parts[0] + "/" + parts[1],
        Integer.parseInt(parts[3]),
        Instant.parse(entry.path("response").path("lastModified").asText()),
        !entry.has("resource"));
  }

  /** The rule, word for word: recorded before the end, not superseded at the beginning. */
  private static List<String> expected(
      Predicate<Version> scope, Optional<Instant> from, Optional<Instant> past) {
    var names = new ArrayList<String>();
    for (Version version : WRITTEN) {
      Optional<Version> next =
          WRITTEN.stream()
              .filter(v -> v.path().equals(version.path()) && v.number() == version.number() + 1)
              .findFirst();
      boolean begun = past.isEmpty() || version.at().isBefore(past.get());
      boolean during = from.isEmpty() || version.at().isAfter(from.get());
      boolean held =
          from.isPresent()
              && !version.deleted()
              && (next.isEmpty() || next.get().at().isAfter(from.get()));
      if (scope.test(version) && begun && (during || held)) names.add(version.name());
    }
    return names;
  }

  private static List<String> read(String url) throws Exception {
    var names = new ArrayList<String>();
    String next = url;
    long total = -1;
    while (!next.isEmpty()) {
      var answer = SERVER.get(next);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode bundle = JSON.readTree(answer.body());
      if (total >= 0) assertThat(bundle.path("total").asLong()).isEqualTo(total);
      total = bundle.path("total").asLong();
      for (JsonNode entry : bundle.path("entry")) names.add(version(entry).name());
      next = "";
      for (JsonNode link : bundle.path("link")) {
        if (link.path("relation").asText().equals("next")) next = link.path("url").asText();
      }
    }
    assertThat((long) names.size()).as(url).isEqualTo(total);
    return names;
  }

  private static void same(
      String path,
      Predicate<Version> scope,
      String at,
      Optional<Instant> from,
      Optional<Instant> past)
      throws Exception {
    int count = 1 + RANDOM.nextInt(9);
    List<String> expected = expected(scope, from, past);
    String oldest = path + "_sort=_lastUpdated&_count=" + count + at;
    assertThat(read(oldest)).as(oldest).isEqualTo(expected);
    Collections.reverse(expected);
    String newest = path + "_count=" + count + at;
    assertThat(read(newest)).as(newest).isEqualTo(expected);
  }

  private static void everywhere(String at, Optional<Instant> from, Optional<Instant> past)
      throws Exception {
    String one = WRITTEN.get(RANDOM.nextInt(WRITTEN.size())).path();
    same("/_history?", v -> true, at, from, past);
    same("/_history?_type=Person&", v -> v.path().startsWith("Person/"), at, from, past);
    same("/Basic/_history?", v -> v.path().startsWith("Basic/"), at, from, past);
    same("/" + one + "/_history?", v -> v.path().equals(one), at, from, past);
  }

  @Test
  void at_an_instant_are_the_versions_that_were_current_then() throws Exception {
    for (int n = 0; n < 12; n++) {
      Instant at = WRITTEN.get(RANDOM.nextInt(WRITTEN.size())).at();
      Instant other = n % 2 == 0 ? at : at.minus(1, ChronoUnit.MICROS);
      String text = "&_at=" + other.toString();
      Instant from = other.truncatedTo(ChronoUnit.MICROS);
      Instant past = from.plus(precision(other.toString()));
      everywhere(text, Optional.of(from), Optional.of(past));
    }
  }

  private static java.time.Duration precision(String instant) {
    int point = instant.indexOf('.');
    int digits = point < 0 ? 0 : instant.length() - point - 2;
    return java.time.Duration.ofNanos((long) Math.pow(10, 9 - digits));
  }

  @Test
  void in_a_span_are_also_those_that_came_in_it() throws Exception {
    for (int n = 0; n < 12; n++) {
      int first = RANDOM.nextInt(WRITTEN.size() - 1);
      int second = first + 1 + RANDOM.nextInt(WRITTEN.size() - first - 1);
      Instant from = WRITTEN.get(first).at();
      Instant past = WRITTEN.get(second).at();
      everywhere("&_at=ge" + from + "&_at=lt" + past, Optional.of(from), Optional.of(past));
    }
  }

  @Test
  void an_open_end_is_the_beginning_or_now() throws Exception {
    Instant middle = WRITTEN.get(WRITTEN.size() / 2).at();
    everywhere("&_at=ge" + middle, Optional.of(middle), Optional.empty());
    everywhere("&_at=lt" + middle, Optional.empty(), Optional.of(middle));
    String year = Integer.toString(Instant.now().atZone(java.time.ZoneOffset.UTC).getYear());
    Instant start = Instant.parse(year + "-01-01T00:00:00Z");
    everywhere("&_at=" + year, Optional.of(start), Optional.empty());
    everywhere("&_at=1999-12", Optional.of(Instant.EPOCH), Optional.of(Instant.EPOCH));
    everywhere("&_at=gt2999", Optional.of(Instant.parse("3000-01-01T00:00:00Z")), Optional.empty());
  }

  @Test
  void pages_stay_as_they_were_while_more_is_written() throws Exception {
    JsonNode first = JSON.readTree(SERVER.get("/Basic/_history?_count=1&_at=ge2020").body());
    String id = UUID.randomUUID().toString();
    String body = "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"code\":{\"text\":\"late\"}}";
    SERVER.put("/Basic/" + id, body.formatted(id));
    WRITTEN.add(
        version(
            JSON.readTree(SERVER.get("/Basic/" + id + "/_history").body()).path("entry").path(0)));
    String next = first.path("link").path(1).path("url").asText();
    JsonNode second = JSON.readTree(SERVER.get(next).body());
    assertThat(second.path("total")).isEqualTo(first.path("total"));
    assertThat(second.toString()).doesNotContain(id);
  }

  @Test
  void what_is_no_span_is_refused() {
    for (String bad :
        List.of(
            "_at=x",
            "_at=ne2026",
            "_at=2026-13",
            "_at=ge2026&_at=lt2020",
            "_at=2020&_at=2021&_at=2022",
            "_at=2026&_since=2026")) {
      assertThat(SERVER.get("/_history?" + bad).statusCode()).as(bad).isEqualTo(400);
    }
  }
}
