package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Patches of one resource that come at once, or twice. */
class PatchRacesTest {

  private static final String JSON_PATCH = "application/json-patch+json";

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();

  private HttpResponse<String> put(String rest) {
    return server.put(
        "/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(id, rest));
  }

  private HttpResponse<String> patch(String patch, String... headers) {
    var all = new ArrayList<>(List.of("Content-Type", JSON_PATCH));
    all.addAll(List.of(headers));
    return server.send("PATCH", "/Patient/" + id, patch, all.toArray(String[]::new));
  }

  private static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElse("none");
  }

  @Test
  void a_repeated_request_key_answers_what_the_first_one_did() {
    put(",\"active\":true");
    String patch =
        "[{\"op\":\"test\",\"path\":\"/active\",\"value\":true},{\"op\":\"remove\",\"path\":\"/active\"}]";
    var first = patch(patch, "Idempotency-Key", id);
    var again = patch(patch, "Idempotency-Key", id);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void the_same_request_sent_many_times_at_once_is_done_once() throws Exception {
    put(",\"active\":true");
    String patch =
        "[{\"op\":\"test\",\"path\":\"/active\",\"value\":true},{\"op\":\"remove\",\"path\":\"/active\"}]";
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(crowd.submit(() -> patch(patch, "Idempotency-Key", id)));
      }
      for (var answer : answers) assertThat(etag(answer.get())).isEqualTo("W/\"2\"");
    }
  }

  @Test
  void patches_that_meet_are_all_applied() throws Exception {
    put(",\"active\":true,\"name\":[{\"given\":[\"n\"]}]");
    String add = "[{\"op\":\"add\",\"path\":\"/name/0/given/-\",\"value\":\"n%d\"}]";
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String patch = add.formatted(i);
        answers.add(crowd.submit(() -> patch(patch)));
      }
      for (var answer : answers) assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    String last = server.get("/Patient/" + id).body();
    for (int i = 0; i < 24; i++) assertThat(last).contains("\"n" + i + "\"");
    assertThat(last).contains("\"versionId\":\"25\"");
  }
}
