package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A reference under the server's own URL is found by type and id, and the other way round. */
class OwnBaseTest {

  private static final String BASE = "http://clinic.example/fhir";

  private static void seed(LiveServer server, String base) {
    server.put("/Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\",\"gender\":\"female\"}");
    for (String prefix : new String[] {"", base + "/", "http://elsewhere.example/fhir/"}) {
      String id = prefix.isEmpty() ? "relative" : prefix.startsWith(base) ? "own" : "foreign";
      server.put(
          "/Basic/" + id,
          "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"%sPatient/p\"}}"
              .formatted(id, prefix));
    }
  }

  private static void assertFound(LiveServer server, String search) {
    assertThat(server.get(search).body())
        .contains("Basic/own", "Basic/relative")
        .doesNotContain("Basic/foreign");
  }

  @Test
  void under_a_base_url_that_is_set_they_are_the_same() {
    try (var server = LiveServer.with("base-url", BASE)) {
      seed(server, BASE);
      assertFound(server, "/Basic?subject=Patient/p");
      assertFound(server, "/Basic?patient=p");
      assertFound(server, "/Basic?subject=" + BASE + "/Patient/p");
      assertFound(server, "/Basic?subject:Patient.gender=female");
      assertFound(server, "/Patient?_id=p&_revinclude=Basic:subject");
      assertFound(server, "/Patient/p/Basic");
      assertThat(server.get("/Basic?_id=own&_include=Basic:subject").body())
          .contains("/Patient/p\"", "\"include\"");
      assertThat(server.get("/Basic?subject=http://elsewhere.example/fhir/Patient/p").body())
          .contains("Basic/foreign")
          .doesNotContain("Basic/own");
    }
  }

  @Test
  void without_one_what_is_asked_by_url_is_found_both_ways() {
    var server = LiveServer.shared();
    for (String id : new String[] {"relative", "absolute"}) {
      server.put(
          "/Basic/ownbase-" + id,
          "{\"resourceType\":\"Basic\",\"id\":\"ownbase-%s\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"%sPatient/ownbase\"}}"
              .formatted(id, id.equals("relative") ? "" : server.url() + "/"));
    }
    assertThat(server.get("/Basic?subject=" + server.url() + "/Patient/ownbase").body())
        .contains("Basic/ownbase-relative", "Basic/ownbase-absolute");
    assertThat(server.get("/Basic?subject=Patient/ownbase").body())
        .contains("Basic/ownbase-relative")
        .doesNotContain("Basic/ownbase-absolute");
  }
}
