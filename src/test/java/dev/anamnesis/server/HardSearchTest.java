package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Searches that want too much, and conditions that race. */
class HardSearchTest {

  private static final LiveServer SERVER = LiveServer.shared();

  @Test
  void a_search_that_wants_too_much_is_refused_or_cut() throws Exception {
    String chain = "focus.".repeat(10) + "status=final";
    String branching = "focus.focus.focus.status=final";
    String values = "_id=" + String.join(",", Collections.nCopies(2_000, "x"));
    String parameters = String.join("&", Collections.nCopies(150, "active=true"));
    for (String search :
        List.of(
            "/Observation?" + chain,
            "/Observation?" + branching,
            "/Patient?" + values,
            "/Patient?" + parameters)) {
      var refused = SERVER.get(search);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("too-costly");
    }
    var cut = SERVER.get("/Patient?_count=1000000&name:contains=x");
    assertThat(cut.statusCode()).isEqualTo(200);
    assertThat(cut.body()).contains("_count=1000&");
    // A connection of its own: the server ends it.
    var refused = new Client(SERVER.url()).send("GET", "/Patient?" + "name=x&".repeat(9_000), "");
    assertThat(refused.statusCode()).isIn(400, 414, 431);
  }

  @Test
  void of_many_conditional_creates_of_one_identifier_one_creates() throws Exception {
    String identifier = UUID.randomUUID().toString();
    String body =
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:race\",\"value\":\"%s\"}]}"
            .formatted(identifier);
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newFixedThreadPool(32)) {
      var answers = new ArrayList<Future<Integer>>();
      for (int n = 0; n < 32; n++) {
        answers.add(
            threads.submit(
                () ->
                    SERVER
                        .post(
                            "/Patient", body, "If-None-Exist", "identifier=urn:race|" + identifier)
                        .statusCode()));
      }
      for (var answer : answers) statuses.add(answer.get());
    }
    assertThat(statuses).containsOnly(200, 201).containsOnlyOnce(201);
    assertThat(SERVER.get("/Patient?_summary=count&identifier=urn:race%7C" + identifier).body())
        .contains("\"total\":1");
  }

  @Test
  void a_condition_that_is_not_understood_writes_nothing() {
    var refused =
        SERVER.post("/Patient", "{\"resourceType\":\"Patient\"}", "If-None-Exist", "nonsense=1");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("unknown-parameter");
  }
}
