package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anamnesis.eventstore.Instants;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Random commands on a few resources against a fold in memory, then questions about every instant
 * there was. {@link TimeModelLong} is its long form.
 */
@PropertyDefaults(tries = 25)
class TimeModelTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEYS = 3;
  private static final LiveServer SERVER = LiveServer.shared();

  /** What a client may ask, about one of a few resources. */
  sealed interface Command {
    record Put(int key, int value) implements Command {}

    record Patch(int key, int value) implements Command {}

    record Delete(int key) implements Command {}

    record Revert(int key, int version) implements Command {}

    record Restore(int key) implements Command {}

    /** All or nothing: the first is written, the next is deleted. */
    record Bundle(int key, int value) implements Command {}

    /** With a version that is not the current one. */
    record Conflict(int key, int value) implements Command {}

    /** The same request twice, with one key. */
    record Twice(int key, int value) implements Command {}
  }

  @Provide
  Arbitrary<List<Command>> commands() {
    Arbitrary<Integer> keys = Arbitraries.integers().between(0, KEYS - 1);
    Arbitrary<Integer> values = Arbitraries.integers().between(0, 3);
    Arbitrary<Command> any =
        Arbitraries.frequencyOf(
            Tuple.of(4, Combinators.combine(keys, values).as(Command.Put::new)),
            Tuple.of(2, Combinators.combine(keys, values).as(Command.Patch::new)),
            Tuple.of(2, keys.map(Command.Delete::new)),
            Tuple.of(2, Combinators.combine(keys, values).as(Command.Revert::new)),
            Tuple.of(1, keys.map(Command.Restore::new)),
            Tuple.of(2, Combinators.combine(keys, values).as(Command.Bundle::new)),
            Tuple.of(1, Combinators.combine(keys, values).as(Command.Conflict::new)),
            Tuple.of(1, Combinators.combine(keys, values).as(Command.Twice::new)));
    return any.list().ofMinSize(1).ofMaxSize(14);
  }

  @Property
  void every_question_is_answered_as_the_fold_says(@ForAll("commands") List<Command> commands)
      throws Exception {
    if (isEnough()) return;
    var world = new World("m" + UUID.randomUUID().toString().substring(0, 13));
    for (Command command : commands) world.carryOut(command);
    world.ask();
    held(commands);
  }

  /** As many as were asked for held already. */
  boolean isEnough() {
    return false;
  }

  /** One sequence more was answered as it should be. */
  void held(List<Command> commands) {}

  /** What the answer is to be. */
  private interface Check {
    void of(int status, JsonNode found);
  }

  private record Question(String url, Check check) {}

  /** The server's resources of one run, and the fold. */
  private static final class World {

    private final TimeFold fold = new TimeFold(KEYS);
    private final String run;

    World(String run) {
      this.run = run;
    }

    private String path(int key) {
      return "/Basic/" + run + "-" + key;
    }

    private String body(int key, int value) {
      return "{\"resourceType\":\"Basic\",\"id\":\"%s-%d\",\"code\":{\"text\":\"%d\"}}"
          .formatted(run, key, value);
    }

    void carryOut(Command command) throws Exception {
      switch (command) {
        case Command.Put(int key, int value) ->
            expect(SERVER.put(path(key), body(key, value)), fold.put(key, value), key);
        case Command.Patch(int key, int value) ->
            expect(
                SERVER.send(
                    "PATCH",
                    path(key),
                    "[{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"%d\"}]"
                        .formatted(value),
                    "Content-Type",
                    "application/json-patch+json"),
                fold.patch(key, value),
                key);
        case Command.Delete(int key) -> expect(SERVER.delete(path(key)), fold.delete(key), key);
        case Command.Revert(int key, int version) ->
            expect(
                SERVER.post(path(key) + "/$revert?version=" + (version + 1), ""),
                fold.revert(key, version + 1),
                key);
        case Command.Restore(int key) ->
            expect(SERVER.post(path(key) + "/$revert", ""), fold.restore(key), key);
        case Command.Bundle(int key, int value) -> bundle(key, (key + 1) % KEYS, value);
        case Command.Conflict(int key, int value) -> {
          var answer = SERVER.put(path(key), body(key, value), "If-Match", "W/\"99\"");
          assertThat(answer.statusCode()).isEqualTo(412);
        }
        case Command.Twice(int key, int value) -> {
          String name = UUID.randomUUID().toString();
          int status = fold.put(key, value);
          boolean changed = fold.hasJustChanged(key);
          var first = SERVER.put(path(key), body(key, value), "Idempotency-Key", name);
          expect(first, status, key);
          if (changed) {
            var again = SERVER.put(path(key), body(key, value), "Idempotency-Key", name);
            assertThat(Client.etag(again)).isEqualTo(Client.etag(first));
            assertThat(again.body()).isEqualTo(first.body());
          }
        }
      }
    }

    private void bundle(int put, int deleted, int value) throws Exception {
      String bundle =
          "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"PUT\",\"url\":\"%s\"},\"resource\":%s},{\"request\":{\"method\":\"DELETE\",\"url\":\"%s\"}}]}"
              .formatted(path(put).substring(1), body(put, value), path(deleted).substring(1));
      fold.put(put, value);
      fold.delete(deleted);
      assertThat(SERVER.post("", bundle).statusCode()).isEqualTo(200);
      told(put);
      told(deleted);
    }

    private void expect(HttpResponse<String> answer, int status, int key) throws Exception {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      told(key);
    }

    /** The instant of a version that was just made is the server's to tell. */
    private void told(int key) throws Exception {
      if (!fold.hasJustChanged(key)) return;
      var page = JSON.readTree(SERVER.get(path(key) + "/_history?_count=1").body());
      fold.recorded(key, Instant.parse(page.at("/entry/0/response/lastModified").asText()));
    }

    /** All that can be asked, in batches: each answer is to be what the fold says. */
    void ask() throws Exception {
      var asked = new ArrayList<Question>();
      for (int key = 0; key < KEYS; key++) history(key, asked);
      for (Instant at : fold.instants()) {
        for (int key = 0; key < KEYS; key++) {
          if (!fold.versions(key).isEmpty()) at(key, at, asked);
        }
        asked.add(searched(at));
      }
      var entries = new ArrayList<String>();
      for (Question each : asked) {
        entries.add(
            "{\"request\":{\"method\":\"GET\",\"url\":\"%s\"}}".formatted(each.url().substring(1)));
      }
      String batch =
          "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[%s]}"
              .formatted(String.join(",", entries));
      JsonNode answers = JSON.readTree(SERVER.post("", batch).body()).path("entry");
      assertThat(answers.size()).isEqualTo(asked.size());
      for (int i = 0; i < asked.size(); i++) {
        String status = answers.get(i).at("/response/status").asText().substring(0, 3);
        asked.get(i).check().of(Integer.parseInt(status), answers.get(i).path("resource"));
      }
    }

    private void history(int key, List<Question> asked) throws Exception {
      List<TimeFold.Version> versions = fold.versions(key);
      if (versions.isEmpty()) {
        asked.add(
            new Question(
                path(key) + "/_history", (status, found) -> assertThat(status).isEqualTo(404)));
        return;
      }
      // Page by page, each by a request of its own.
      String all = path(key) + "/_history?_sort=_lastUpdated&_count=5";
      assertThat(contents(all)).isEqualTo(versions.stream().map(TimeFold.Version::text).toList());
      for (int number = 1; number <= versions.size(); number++) {
        String expected = versions.get(number - 1).text();
        asked.add(
            new Question(
                path(key) + "/_history/" + number,
                (status, found) -> {
                  assertThat(status).isEqualTo(expected.isEmpty() ? 410 : 200);
                  assertThat(text(found)).isEqualTo(expected);
                }));
      }
    }

    private void at(int key, Instant at, List<Question> asked) {
      String current = fold.at(key, at);
      List<String> expected = current.isEmpty() ? List.of() : List.of(current);
      String instant = Instants.text(at);
      asked.add(
          new Question(
              path(key) + "/_history?_at=" + instant,
              (status, found) -> assertThat(texts(found)).isEqualTo(expected)));
      asked.add(
          new Question(
              path(key) + "/$as-of?known=" + instant,
              (status, found) -> {
                assertThat(status).isIn(current.isEmpty() ? Set.of(404, 410) : Set.of(200));
                assertThat(text(found)).isEqualTo(current);
              }));
    }

    private Question searched(Instant at) {
      var ids = new ArrayList<String>();
      for (int key = 0; key < KEYS; key++) ids.add(run + "-" + key);
      var live = fold.live(at);
      return new Question(
          "/Basic?_id=%s&_asOf=%s".formatted(String.join(",", ids), Instants.text(at)),
          (status, bundle) -> {
            var found = new HashSet<String>();
            for (JsonNode entry : bundle.path("entry")) {
              String id = entry.at("/resource/id").asText();
              found.add(id.substring(id.length() - 1) + text(entry.path("resource")));
            }
            assertThat(found).isEqualTo(live);
          });
    }

    private static String text(JsonNode resource) {
      return resource.at("/code/text").asText();
    }

    /** Empty for a deletion. */
    private static List<String> texts(JsonNode bundle) {
      var texts = new ArrayList<String>();
      for (JsonNode entry : bundle.path("entry")) texts.add(text(entry.path("resource")));
      return texts;
    }

    private List<String> contents(String url) throws Exception {
      var texts = new ArrayList<String>();
      String next = url;
      while (!next.isEmpty()) {
        JsonNode bundle = JSON.readTree(SERVER.get(next).body());
        texts.addAll(texts(bundle));
        next = "";
        for (JsonNode link : bundle.path("link")) {
          if (link.path("relation").asText().equals("next")) next = link.path("url").asText();
        }
      }
      return texts;
    }
  }
}
